import { errorCodeOf } from '../aws/caller.ts';
import { exchange, type WireAnswer } from '../aws/exchange.ts';
import { writeOf } from './api-writes.ts';
import { assumeRole } from './assume-role.ts';
import type { Call } from './call.ts';
import { type Deliverer, startDeliverer } from './deliverer.ts';
import { emit } from './emit.ts';
import { forwardedHeaders } from './headers.ts';
import { createIdentities, type Identities, type Identity } from './identities.ts';
import { lakeAnswer } from './lake-answers.ts';
import { landingZoneAnswer } from './landing-zone.ts';
import { memberView } from './member-views.ts';
import type { SideCarOptions } from './options.ts';
import { isInOrganization } from './organization.ts';
import { organizationAnswer } from './organization-answers.ts';
import { type Organizations, playOrganizations } from './organizations.ts';
import { eventOf, recordOf } from './record.ts';
import { refusalOf } from './refusals.ts';
import { refuseQuery } from './refuse.ts';
import { s3Answer } from './s3-answers.ts';
import { seenCall } from './seen-call.ts';
import { playServiceControl, type ServiceControl } from './service-control.ts';
import { trailAnswer } from './trail-answers.ts';

/** What the side-car makes of a call: the answer to it, and what CloudTrail makes of it afterwards. */
export type Interpreter = {
  readonly answer: (call: Call) => Promise<WireAnswer>;
  readonly record: (call: Call, at: Date, answer: WireAnswer) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Parts = {
  readonly options: SideCarOptions;
  readonly identities: Identities;
  readonly deliverer: Deliverer;
  readonly organizations: Organizations;
  readonly serviceControl: ServiceControl;
};

function messageOf(text: string): string | null {
  return /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? /"[mM]essage"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? null;
}

/** The engine's own answer, or what is played of a call that it cannot answer alone. */
async function answerOf(
  call: Call,
  who: Identity,
  { options, organizations }: Parts,
  ask: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  if (call.service === 'organizations') return organizations.answer(call, who, ask);
  if (call.service === 'sts' && call.operation === 'AssumeRole') {
    const assumed = await assumeRole(options, call, who, ask);
    return 'answer' in assumed ? assumed.answer : refuseQuery(assumed.refusal);
  }
  return (await landingZoneAnswer(options, options.landingZone, call, who)) ?? ask();
}

async function answerTo(call: Call, parts: Parts): Promise<WireAnswer> {
  const { options, identities, deliverer, serviceControl } = parts;
  const { engine } = options;
  const who = await identities.of(call.accessKeyId);
  const refusal = await refusalOf(options, serviceControl, call, who);
  if (refusal !== null) return refusal;
  const ask = () => exchange({ ...call, port: engine.port, headers: forwardedHeaders(call) });
  const said = await answerOf(call, who, parts, ask);
  const seen = lakeAnswer(call, await memberView(options, call, who, said));
  const answer = organizationAnswer(call, seen, who.account);
  const statusOf = (name: string) => deliverer.statusOf(name, who.account);
  return s3Answer(options, call, await trailAnswer(engine, call, answer, statusOf));
}

async function recordCall(call: Call, at: Date, answer: WireAnswer, parts: Parts): Promise<void> {
  const { options, identities, deliverer } = parts;
  const text = answer.body.toString('utf8');
  const errorCode = errorCodeOf(answer.status, text);
  if (errorCode === null) await identities.learn(call, text);
  const who = await identities.of(call.accessKeyId);
  options.seen(seenCall(call, at.getTime(), who, errorCode));
  const write = writeOf(call, who.account, text);
  if (write === null || !isInOrganization(options.organization, who.account)) return;
  if (write.eventName === 'CreateTrail') deliverer.watch(who.account, call.region);
  const entry = recordOf(call, write, who, { errorCode, errorMessage: messageOf(text) }, at);
  deliverer.take(entry);
  // Without a trail that logs no event reaches EventBridge: not even that of the call that stopped the last one.
  const reachesEventBridge = await deliverer.someTrailLogs(who.account, call.region, call.service === 'cloudtrail');
  if (options.eventDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, options.eventDelayMs));
  if (reachesEventBridge) await emit(options.engine, options.organization, eventOf(entry, who.account, call.region));
}

/** Starts to play what the engine lacks. */
export function startInterpreter(options: SideCarOptions): Interpreter {
  const { engine, organization, cadence, report } = options;
  const organizations = playOrganizations(engine, organization);
  const parts: Parts = {
    options,
    organizations,
    serviceControl: playServiceControl(organization, organizations),
    identities: createIdentities(engine, organization),
    deliverer: startDeliverer(engine, organization, cadence, report),
  };
  return {
    answer: (call) => answerTo(call, parts),
    record: (call, at, answer) => recordCall(call, at, answer, parts),
    stop: parts.deliverer.stop,
  };
}

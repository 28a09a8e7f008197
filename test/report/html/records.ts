import type { AuditRecord } from '../../../shared/records/record.ts';
import { putPolicyCall } from '../../memory/calls.ts';
import { World } from '../../memory/world.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, statementsOf, TOPIC_OWNER } from '../../reconcile/policies.ts';
import { documentedPolicy } from '../../trail/documented.ts';
import { SINGLE, TOPIC, trailWith } from '../../trail/trails.ts';

const HEALTHY = documentedPolicy(SINGLE);
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** Where the clock of a world starts. */
export const BEGIN = 1_795_262_400_000;

function worldAt(after: number, ...[trails, policy]: ConstructorParameters<typeof World>): World {
  const world = new World(trails, policy);
  world.clock.time = BEGIN + after;
  return world;
}

const deliver = (world: World, ...trails: readonly string[]): void => {
  for (const arn of trails) world.trails.set(arn, { status: { latestDeliveryTime: world.clock.time } });
};

/** A call that wrote a policy some seconds before the world's clock. */
const callAt = (world: World, policy: Parameters<typeof putPolicyCall>[0], seconds = 4) => ({
  ...putPolicyCall(policy),
  eventTime: new Date(world.clock.time - seconds * 1_000).toISOString(),
});

/** Broken by a call, repaired, proven. */
async function proven(after: number): Promise<World> {
  const policy = policyWith(FOREIGN, ACL);
  const world = worldAt(after, [SINGLE], policy);
  deliver(world, SINGLE.arn);
  await world.pass(callAt(world, policy));
  world.clock.time += 6 * MINUTE;
  deliver(world, SINGLE.arn);
  await world.next();
  return world;
}

/** Undone three times within minutes, which is told once; not proven yet. */
async function fought(after: number): Promise<World> {
  const policy = policyWith(ACL);
  const world = worldAt(after, [SINGLE], policy);
  for (let time = 0; time < 3; time += 1) {
    world.bucket.write(policy);
    world.clock.time += 5 * MINUTE;
    await world.pass(callAt(world, policy));
  }
  return world;
}

/** A Deny that a person has to take away: still open. */
async function open(after: number): Promise<World> {
  const world = worldAt(after, [trailWith({ name: 'audit-2' })], policyWith(...statementsOf(HEALTHY), FOREIGN_DENY));
  await world.pass();
  return world;
}

/** Two trails of one bucket, whose policy was deleted; no log file came within a day. */
async function notProven(after: number): Promise<World> {
  const world = worldAt(after, [SINGLE, trailWith({ name: 'second', prefix: 'second' })], null);
  await world.pass();
  world.clock.time += DAY + HOUR;
  await world.pass();
  return world;
}

/** A topic that CloudTrail may not publish to, which keeps no log file from arriving. */
async function over(after: number): Promise<World> {
  const trail = trailWith({ name: 'announced', topicArn: TOPIC });
  const world = new World([trail], documentedPolicy(trail), {
    topic: policyWith({ ...TOPIC_OWNER, Principal: { AWS: '999988887777' } }),
  });
  world.clock.time = BEGIN + after;
  await world.pass();
  await world.next();
  return world;
}

/** What a person put back, of a record. */
function rolledBack(of: AuditRecord): AuditRecord {
  const [document] = of.documents;
  const at = new Date(BEGIN + 4 * DAY).toISOString();
  return {
    ...of,
    ...{ kind: 'rollback', id: `${at.replaceAll(/[-:]|\.\d+/g, '')}-0badcafe`, incident: null, at, happening: null },
    ...{ outcome: 'rolled-back', brokenAt: null, cause: null, findings: [], left: [], end: null },
    documents: document === undefined ? [] : [{ ...document, before: document.after, after: document.before, at }],
    rollback: {
      of: of.id,
      heldUntil: new Date(BEGIN + 5 * DAY).toISOString(),
      by: 'arn:aws:sts::111122223333:assumed-role/Admin/jane',
    },
  };
}

/** The records of some days, as the product itself writes them, and those of a rollback. */
export async function recordsOfDays(): Promise<readonly AuditRecord[]> {
  const worlds = await Promise.all([
    ...[proven(0), notProven(DAY), over(2 * DAY), proven(3 * DAY), fought(3 * DAY + HOUR), open(4 * DAY)],
  ]);
  const records = worlds.flatMap((world) => world.records.all);
  const [repair] = records;
  return repair === undefined ? [] : [...records, rolledBack(repair)];
}

/** A record of every part that there is, with one text of somebody else's wherever text can stand. */
export function recordOfEverything(text: string): AuditRecord {
  const at = new Date(BEGIN).toISOString();
  const policy = (sid: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: sid }] });
  const document = {
    kind: 'bucket-policy',
    resource: text,
    owner: text,
    added: [],
    restored: [],
    at,
    note: text,
  } as const;
  return {
    ...{ version: 1, kind: 'rollback', id: text, incident: text, at, happening: null, outcome: 'rolled-back' },
    ...{ severity: 'critical', brokenAt: at },
    trails: [{ trailArn: text, bucket: text, delivers: false }],
    cause: { eventId: text, eventName: text, eventTime: text, principal: text, sourceAddress: text, userAgent: text },
    findings: [
      {
        ...{ trailArn: text, id: text, severity: 'critical', message: text },
        evidence: { refused: [{ action: text, resource: text }], statement: { index: 0, sid: text, condition: null } },
      },
    ],
    documents: [
      { ...document, before: policy('AclCheck'), after: policy(text), outcome: 'restored' },
      { ...document, before: text, after: null, outcome: 'failed' },
    ],
    actions: [{ kind: text, resource: text, outcome: 'restored', at, note: text }],
    left: [
      { id: text, message: text, suggestion: text },
      { id: text, message: text, suggestion: { Sid: text } },
    ],
    calls: [{ action: text, resource: text, at: BEGIN, milliseconds: 3, outcome: 'failed', reason: text }],
    end: { restoredAt: at, repairs: 1, gaps: [{ trailArn: text, from: at, to: text }] },
    rollback: { of: text, heldUntil: at, by: text },
  };
}

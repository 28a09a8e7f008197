import { carveOut } from '../../policy/carve-out.ts';
import type { Policy } from '../../policy/document.ts';
import { doubtOf } from '../../policy/doubts.ts';
import type { Observation } from '../../reconcile/observation.ts';
import type { OrganizationPolicy, PolicyLevel, Reading } from '../../reconcile/reading.ts';
import type { DeliveryRequest } from '../../trail/delivery.ts';
import type { DocumentKind } from '../../trail/document.ts';
import { requestsUnder } from '../../trail/resource-owner.ts';
import type { Trail } from '../../trail/trail.ts';
import { type Advice, broken, type Finding, healthy, notApplicable, unknown } from '../check.ts';
import { atStake, type Blocked, blockedBy, proofOf, says, surely } from './blocking-deny.ts';
import { parsePolicyText } from './policy-reading.ts';
import { deniedTo, NO_TRAIL, shownBy } from './value.ts';

/** An account that owns what CloudTrail delivers to, and the policies that its organization has for it. */
type Owner = {
  readonly account: string;
  readonly documents: readonly DocumentKind[];
  readonly reading: Reading<readonly PolicyLevel[]>;
};

/** One Deny of one policy of the organization. */
type Found = { readonly source: OrganizationPolicy; readonly policy: Policy; readonly blocked: Blocked };

/** The accounts of bucket and key; SNS is no service that resource control policies cover. */
function ownersOf({ trail, bucketOwner, surroundings }: Observation): readonly Owner[] {
  const { resourcePolicies, keyResourcePolicies } = surroundings;
  const bucket: Owner = { account: bucketOwner, documents: ['bucket-policy'], reading: resourcePolicies };
  const keyAccount = trail.kmsKeyArn?.split(':')[4];
  if (keyAccount === undefined) return [bucket];
  if (keyAccount === bucketOwner) return [{ ...bucket, documents: ['bucket-policy', 'key-policy'] }];
  return [bucket, { account: keyAccount, documents: ['key-policy'], reading: keyResourcePolicies }];
}

const nameOfSource = ({ id, name }: OrganizationPolicy): string =>
  `the resource control policy \`${name}\` (\`${id}\`)`;

/** Each policy once, at however many levels it is attached. */
function distinct(levels: readonly PolicyLevel[]): readonly OrganizationPolicy[] {
  const all = levels.flatMap(({ policies }) => policies);
  return all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at);
}

/** CloudTrail's word counts for as long as it takes to notice another one, in milliseconds. */
const RECENT = 3_600_000;

/**
 * Whether files arrive just now. Nobody remembers since when an organization's policy has been in force, so that a file of
 * yesterday says nothing of it.
 */
function arrivesNow({ at, status }: Observation): boolean {
  if (at === null || status.state !== 'present') return false;
  const { isLogging, latestDeliveryError, latestDeliveryTime } = status.value;
  return isLogging && latestDeliveryError === null && latestDeliveryTime !== null && at - latestDeliveryTime < RECENT;
}

function explain(found: readonly Found[], trail: Trail): Finding {
  const [first] = found;
  const told = found.map(({ source, policy, blocked }) => `${nameOfSource(source)}: ${says(policy, trail, blocked)}`);
  return broken(told.join('; '), {
    evidence: first === undefined ? null : proofOf(first.blocked),
    advice: found.map(({ blocked }, at): Advice => {
      const message = `${told[at]}; whether it may is a person's decision, and this spares the trail alone`;
      const [request] = blocked.requests;
      return {
        message,
        suggestion: carveOut(blocked.statement, trail.arn),
        ...(request === undefined
          ? {}
          : { spares: { document: request.request.document, statement: blocked.statement } }),
      };
    }),
    ...atStake(found.map(({ blocked }) => blocked)),
  });
}

function doubtIn(found: readonly Found[], observation: Observation): Finding | null {
  const [open] = found.flatMap(({ source, policy, blocked }) =>
    blocked.requests.map(
      ({ request }) => `${nameOfSource(source)}: ${doubtOf(blocked.statement, request.family, policy.version)}`,
    ),
  );
  if (open === undefined) return null;
  const isSettled = found.every(({ blocked }) => blocked.requests.some(({ request }) => request.stake === 'delivery'));
  if (isSettled && arrivesNow(observation))
    return healthy(`CloudTrail delivers, although a Deny may touch it: ${open}`);
  return { ...unknown(`a Deny may touch CloudTrail: ${open}`), ...atStake(found.map(({ blocked }) => blocked)) };
}

function judgeOwner(owner: Owner, organizationId: string, observation: Observation): Finding {
  const { trail } = observation;
  const account = `account \`${owner.account}\``;
  const absent = notApplicable(`${account} is not in the organization \`${organizationId}\``);
  const what = `the resource control policies of ${account} could not be read${deniedTo(owner.reading)}`;
  const shown = shownBy(owner.reading, absent, what);
  if ('finding' in shown) return shown.finding;
  const levels = shown.value;
  if (levels[0]?.target !== owner.account) return unknown(`the resource control policies of ${account} were not read`);
  const path = levels.slice(1).map(({ target }) => target);
  const above = { account: owner.account, organizationId, path: path.toReversed() };
  const requests = owner.documents.flatMap((document): readonly DeliveryRequest[] =>
    requestsUnder(trail, document, above),
  );
  const read = distinct(levels).map((source) => ({
    source,
    reading: parsePolicyText(source.document, nameOfSource(source)),
  }));
  const found = read.flatMap(({ source, reading }): Found[] =>
    'policy' in reading
      ? blockedBy(reading.policy, requests).map((blocked) => ({ source, policy: reading.policy, blocked }))
      : [],
  );
  const sure = found.flatMap(({ blocked, ...rest }) => surely([blocked]).map((one) => ({ ...rest, blocked: one })));
  if (sure.length > 0) return explain(sure, trail);
  const [unread] = read.flatMap(({ reading }) => ('finding' in reading ? [reading.finding] : []));
  return unread ?? doubtIn(found, observation) ?? healthy('no resource control policy denies CloudTrail');
}

const ORDER: readonly Finding['verdict'][] = ['broken', 'unknown', 'healthy', 'not-applicable'];

/** What is said of bucket and key, as one: the worst, with everything that is broken. */
function together(findings: readonly Finding[]): Finding {
  const verdict = ORDER.find((one) => findings.some((finding) => finding.verdict === one));
  const worst = findings.filter((finding) => finding.verdict === verdict);
  const first = worst.find(({ severity }) => severity === 'critical') ?? worst[0];
  if (first === undefined) return notApplicable('the trail delivers to nothing');
  if (verdict !== 'broken') return first;
  const message = worst.map((finding) => finding.message).join('; ');
  return { ...first, message, advice: worst.flatMap(({ advice }) => advice) };
}

/** Judges whether a resource control policy of the organization denies CloudTrail what it asks of bucket and key. */
export function judgeResourceControl(observation: Observation): Finding {
  if (observation.description.state === 'absent') return NO_TRAIL;
  const { organizationId } = observation.trail;
  const owners = ownersOf(observation);
  if (organizationId !== null) return together(owners.map((owner) => judgeOwner(owner, organizationId, observation)));
  const { resourcePolicies: reading } = observation.surroundings;
  const reason = reading.state === 'not-asked' ? reading.reason : undefined;
  return notApplicable(reason ?? 'the trail is no organization trail');
}

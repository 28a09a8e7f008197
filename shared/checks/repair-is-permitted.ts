import type { Observation } from '../reconcile/observation.ts';
import type { Refusal } from '../reconcile/refusal.ts';
import { DOCUMENT_KINDS, resourceOfDocument } from '../trail/document.ts';
import { broken, type Check, type Finding, healthy, notApplicable, unknown } from './check.ts';
import { isTight, type Obstacle, obstaclesTo, type ReadDocument, sizeObstacle } from './parts/obstacles.ts';
import { readPolicy } from './parts/policy-reading.ts';
import { explained } from './parts/refused.ts';
import {
  READ_BUCKET_POLICY,
  READ_KEY,
  READ_KEY_POLICY,
  READ_ORGANIZATION_POLICIES,
  READ_TOPIC,
  READ_TRAIL,
} from './parts/rights.ts';
import { standingRefusals } from './parts/standing.ts';
import { unreachedAccounts } from './parts/unreached.ts';
import { wantedStatements } from './parts/wanted.ts';

type Judged = { readonly obstacles: readonly Obstacle[]; readonly isWanted: boolean };

/** What stands in the way of the next write of one document, and whether one is needed now. */
function judgeDocument(document: ReadDocument): Judged {
  const { kind, policy, observation } = document;
  const general = obstaclesTo(document);
  if (general.length === 0 && !isTight(document)) return { obstacles: [], isWanted: false };
  const names = wantedStatements(policy, kind, observation);
  if (names.length === 0) return { obstacles: general, isWanted: false };
  return { obstacles: [...general, ...sizeObstacle(document, names)], isWanted: true };
}

const messagesOf = (found: readonly { readonly message: string }[]): string =>
  found.map(({ message }) => message).join('; ');

function foreseen(judged: readonly Judged[], refusals: readonly Refusal[], observation: Observation): Finding | null {
  const told = [...unreachedAccounts(observation), ...refusals.map((refusal) => explained(refusal, observation))];
  const urgent = judged.filter(({ isWanted }) => isWanted).flatMap(({ obstacles }) => obstacles);
  if (told.length + urgent.length > 0) {
    const advice = [...told, ...urgent].flatMap(({ message, suggestion }) =>
      suggestion === null ? [] : [{ message, suggestion }],
    );
    return broken(messagesOf([...told, ...urgent]), { advice });
  }
  const latent = judged.flatMap(({ obstacles }) => obstacles);
  if (latent.length === 0) return null;
  const message = `${messagesOf(latent)}; nothing has to be repaired now, but a repair would be refused`;
  const advice = latent.flatMap(({ suggestion }) => (suggestion === null ? [] : [{ message, suggestion }]));
  return broken(message, { severity: 'advice', mode: 'advice', advice });
}

/** Nothing refuses a repair, as far as that can be told before it is tried, or was told by AWS when it was. */
export const repairIsPermitted: Check = {
  id: 'repair-is-permitted',
  title: 'AWS lets a repair be written',
  severity: 'high',
  mode: 'alert',
  why:
    'A repair that AWS refuses leaves delivery broken until a person has made way for it. A refusal is remembered, explained and tried again ' +
    'with every run. Some can be seen before: deleted principals, a Deny on the write, a key policy that nobody may change, a ' +
    'document that would grow too large. While nothing has to be repaired, these are advice. That S3 and SNS refuse a ' +
    'policy which names a deleted principal is known from experience, not from a page: the repair is tried all the same.',
  byHand:
    'Do what the message names: exempt Trailmend’s role where an organization’s policy denies it, take deleted principals out of the policy, or ' +
    'make room in it.',
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_BUCKET_POLICY,
    ...READ_KEY,
    ...READ_KEY_POLICY,
    ...READ_TOPIC,
    ...READ_ORGANIZATION_POLICIES,
  ],
  evaluate: (observation) => {
    const readings = DOCUMENT_KINDS.map((kind) => ({ kind, reading: readPolicy(observation, kind) }));
    const judged = readings.flatMap(({ kind, reading }) => {
      const resource = resourceOfDocument(observation.trail, kind);
      if (resource === null || 'finding' in reading) return [];
      return [judgeDocument({ kind, policy: reading.policy, resource, observation })];
    });
    const found = foreseen(judged, standingRefusals(observation), observation);
    if (found !== null) return found;
    const doubt = readings.flatMap(({ reading }) =>
      'finding' in reading && reading.finding.verdict === 'unknown' ? [reading.finding.message] : [],
    );
    // The checks that judge the document tell it.
    if (doubt.length > 0) return { ...unknown([...new Set(doubt)].join('; ')), severity: 'advice', mode: 'advice' };
    if (judged.length === 0) return notApplicable('there is no document that a repair would write');
    return healthy('nothing that can be read stands in the way of a repair');
  },
};

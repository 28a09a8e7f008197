import { orphanedStatements } from '../../policy/deleted-principals.ts';
import { nameOf } from '../../policy/doubts.ts';
import { publicStatements } from '../../policy/public.ts';
import type { Observation } from '../../reconcile/observation.ts';
import { type Refusal, type RefusalCause, WRITE_ACTIONS } from '../../reconcile/refusal.ts';
import { isControlTowersBucket } from '../../trail/control-tower.ts';
import { DOCUMENT_KINDS, type DocumentKind, resourceOfDocument } from '../../trail/document.ts';
import type { Advice } from '../check.ts';
import { readPolicy } from './policy-reading.ts';
import { type ControlPolicy, inOneSentence, waysOut } from './ways-out.ts';

/** The kind of document that a refused write was for; null of another call. */
export function documentOf({ action, resource }: Refusal, { trail }: Observation): DocumentKind | null {
  const found = DOCUMENT_KINDS.find(
    (kind) => WRITE_ACTIONS[kind] === action && resourceOfDocument(trail, kind) === resource,
  );
  return found ?? null;
}

/** What people can do about a control policy that denied the write. */
const waysPast = ({ action, resource }: Refusal, roleArn: string | null, policy: ControlPolicy): string =>
  inOneSentence(waysOut({ action, resource, roleArn }, policy));

type Explanation = { readonly why: string; readonly todo: string };

/** What a refusal means and what to do, where the document says nothing more. */
const EXPLANATIONS: Readonly<Record<RefusalCause, (refusal: Refusal, writer: string | null) => Explanation>> = {
  'service-control-policy': (refusal, writer) => ({
    why: 'a service control policy (SCP) of the organization denies it',
    todo: waysPast(refusal, writer, 'SCP'),
  }),
  'resource-control-policy': (refusal, writer) => ({
    why: 'a resource control policy (RCP) of the organization denies it',
    todo: waysPast(refusal, writer, 'RCP'),
  }),
  'permissions-boundary': ({ action }) => ({
    why: 'the permissions boundary of Trailmend’s role does not let it',
    todo: `allow \`${action}\` in the permissions boundary, or deploy without one`,
  }),
  'session-policy': ({ action }) => ({
    why: 'the session policy under which the role was assumed does not let it',
    todo: `allow \`${action}\` in the session policy`,
  }),
  'endpoint-policy': ({ action, resource }) => ({
    why: 'the policy of the VPC endpoint that the call went through does not let it',
    todo: `allow \`${action}\` on \`${resource}\` in the endpoint policy`,
  }),
  'identity-policy': ({ action }) => ({
    why: 'a policy of Trailmend’s role denies it explicitly',
    todo: `remove the Deny on \`${action}\` from the policies of the role`,
  }),
  'resource-policy': ({ action }) => ({
    why: 'the policy of the resource itself does not let Trailmend change it',
    todo: `allow \`${action}\` to Trailmend’s role there; of a bucket the root user of its account can, whatever the policy denies`,
  }),
  'public-access-block': () => ({
    why: 'the policy holds a public statement, and BlockPublicPolicy of the bucket or its account is on',
    todo: 'hold the public statement to fixed values, as a principal or with a condition, or remove it',
  }),
  'invalid-principal': () => ({
    why: 'the policy names a principal that does not exist',
    todo: 'take the principal that does not exist out of the policy, or name the one that took its place',
  }),
  'too-large': () => ({
    why: 'the repaired policy is larger than the service takes',
    todo: 'merge statements, or remove what nobody needs any more',
  }),
  lockout: ({ resource }) => ({
    why: 'the key policy lets nobody change it who could, so that KMS takes no further change',
    todo: `only AWS Support can help: open a case as the root user of account ${resource.split(':')[4]}, or point the trail to another key`,
  }),
  malformed: ({ said }) => ({
    why: `the document as it stands is not accepted any more: ${said}`,
    todo: 'mend what AWS names in the policy; a repair leaves every other statement as it is',
  }),
  'other-account': () => ({
    why: 'the caller does not belong to the account that owns the resource (405)',
    todo: 'run Trailmend in the account that owns it: nobody else may write its policy',
  }),
  'role-not-assumed': ({ said }) => ({
    why: said,
    todo: 'deploy Trailmend’s destination to the account that owns the resource (again), or mend the trust of the role there',
  }),
  denied: (refusal, writer) => ({
    why: `AWS does not say which policy denied it (${refusal.said === '' ? 'no words' : refusal.said})`,
    todo: isControlTowersBucket(refusal.resource.split(':').at(-1) ?? '')
      ? waysPast(refusal, writer, 'SCP')
      : `look whether Trailmend’s role has \`${refusal.action}\` on \`${refusal.resource}\` (deploy again after a change of the settings), and then ` +
        'for a Deny in an SCP or RCP, in the resource’s own policy, and in Block Public Access',
  }),
};

/** What the document shows of the cause. */
function seenIn(refusal: Refusal, observation: Observation): Explanation | null {
  const kind = documentOf(refusal, observation);
  const reading = kind === null ? null : readPolicy(observation, kind);
  if (reading === null || 'finding' in reading) return null;
  if (refusal.cause === 'invalid-principal') {
    const orphaned = orphanedStatements(reading.policy);
    const named = orphaned.map(({ statement, ids }) => `\`${ids.join('`, `')}\` in ${nameOf(statement)}`).join(', ');
    if (orphaned.length === 0) return null;
    const why = `the policy names principals that were deleted: ${named}`;
    return { why, todo: `take out ${named}, or name by its ARN the role or user that took its place` };
  }
  const open = refusal.cause === 'public-access-block' ? publicStatements(reading.policy).map(nameOf) : [];
  if (open.length === 0) return null;
  const [one, ...more] = [open.join(' and '), ...open.slice(1)];
  const why = `${one} ${more.length === 0 ? 'is' : 'are'} public, and BlockPublicPolicy of the bucket or its account is on`;
  return { why, todo: `hold ${one} to fixed values, as a principal or with a condition, or remove it` };
}

/** Explains a refusal: what refused, what to do, and that nothing was lost. */
export function explained(refusal: Refusal, observation: Observation): Advice {
  const kind = documentOf(refusal, observation);
  const writer = kind === null ? null : observation.writers[kind];
  const { why, todo } = seenIn(refusal, observation) ?? EXPLANATIONS[refusal.cause](refusal, writer);
  const { action, resource } = refusal;
  const isDocument = kind !== null;
  const kept = isDocument ? 'the policy is as it was' : 'nothing was changed';
  return {
    message: `AWS refused \`${action}\` on \`${resource}\`: ${why}; nothing was lost, ${kept}, and the next run tries again`,
    suggestion: todo,
  };
}

import { carveOut } from '../policy/carve-out.ts';
import type { Policy } from '../policy/document.ts';
import { nameOf } from '../policy/doubts.ts';
import { blockingDenies } from '../policy/evaluate.ts';
import { resourceOf } from '../policy/family.ts';
import type { Observation } from '../reconcile/observation.ts';
import { bucketArn } from '../trail/arn.ts';
import { type FurtherTrail, sourceRequests } from '../trail/further-trail.ts';
import { logsRoot } from '../trail/statements.ts';
import { type Advice, broken, type Check, type Finding, healthy, notApplicable, unknown } from './check.ts';
import { judgedSources, orphaned, type Refused, restoredFor } from './parts/judged-sources.ts';
import { isNameless, provenSources } from './parts/lost-sources.ts';
import { readPolicy } from './parts/policy-reading.ts';
import { READ_ACCOUNT_TRAILS, READ_BUCKET_POLICY, READ_TRAIL, WRITE_BUCKET_POLICY } from './parts/rights.ts';
import { doubtOfSources, sourcesOf } from './parts/sources.ts';

const nameOfSource = (source: FurtherTrail): string =>
  isNameless(source) ? `account ${source.trail.account}` : `\`${source.trail.arn}\``;

/** So many are named; the rest are counted. */
const NAMED = 8;

function namesOf(sources: readonly FurtherTrail[]): string {
  const names = [...new Set(sources.map(nameOfSource))];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.slice(0, NAMED).join(', ')}${more}`;
}

function adviceForFolder({ source: { trail } }: Refused): Advice {
  const folder = `${logsRoot(trail)}${trail.account}/`;
  return {
    message:
      `the folder \`${folder}\` is in the bucket, and no statement lets CloudTrail write for account ${trail.account}; a folder ` +
      'alone grants nothing, since whoever may write could have made it',
    suggestion:
      `if a trail of account ${trail.account} delivers here, name it in \`sources\` of the guarded trail in the settings, and its ` +
      `statements are added; if none does any more, name the account in \`formerAccounts\``,
  };
}

/** A Deny that surely touches trails which are known: the requests, and a statement that spares these and the guarded one. */
type Denied = { readonly refused: readonly Refused[]; readonly advice: Advice };

function deniedBy(policy: Policy, sources: readonly FurtherTrail[], { trail }: Observation): readonly Denied[] {
  const touched = sources.flatMap((source) =>
    sourceRequests(source).flatMap((request) =>
      blockingDenies(policy, request.family).flatMap(({ surely, statement, witness }) =>
        surely && witness !== null ? [{ statement, refused: { source, request, witness, was: 'known' as const } }] : [],
      ),
    ),
  );
  const statements = [...new Set(touched.map(({ statement }) => statement))];
  return statements.map((statement): Denied => {
    const refused = touched.filter((one) => one.statement === statement).map((one) => one.refused);
    const arns = [...new Set(refused.map(({ source }) => source.trail.arn))];
    const message = `${nameOf(statement)} denies CloudTrail what it asks for ${namesOf(refused.map(({ source }) => source))}; whether it may is a person's decision, and this spares these trails and the guarded one`;
    return { refused, advice: { message, suggestion: carveOut(statement, trail.arn, ...arns) } };
  });
}

/** What is broken: known sources that are refused, those of the last proven policy, folders alone, and Denies. */
function refusal(
  policy: Policy,
  observation: Observation,
  gone: readonly Refused[],
  folders: readonly Refused[],
  denied: readonly Denied[],
): Finding {
  const add = gone.flatMap((one) => restoredFor(one, policy, observation));
  const said = [
    ...(gone.length === 0
      ? []
      : [`the bucket policy does not let CloudTrail write any more for ${namesOf(gone.map(({ source }) => source))}`]),
    ...denied.map(({ advice }) => advice.message),
    ...(folders.length === 0
      ? []
      : [
          `nothing but a folder is known of ${namesOf(folders.map(({ source }) => source))}, for which CloudTrail may not write`,
        ]),
  ];
  const resource = bucketArn(observation.trail.partition, observation.trail.bucket);
  const refused = [...gone, ...denied.flatMap((one) => one.refused), ...folders];
  return broken(said.join('; '), {
    evidence: {
      refused: refused.map(({ request: { family }, witness }) => ({
        action: family.action,
        resource: resourceOf(family, witness),
      })),
    },
    repair:
      add.length === 0
        ? null
        : { kind: 'ensure-statements', document: 'bucket-policy', resource, add: [...new Set(add)], restore: [] },
    advice: [...denied.map(({ advice }) => advice), ...folders.map(adviceForFolder)],
  });
}

/** The other trails that deliver into the bucket may go on doing so. */
export const bucketPolicyKeepsEverySource: Check = {
  id: 'bucket-policy-keeps-every-source',
  title: 'The bucket policy lets every trail in that delivers into the bucket',
  severity: 'high',
  mode: 'restore',
  why:
    'Many accounts may deliver into one bucket, and whoever edits its policy for one of them easily loses another: that account goes ' +
    'on logging, and its files arrive nowhere. Known are the trails that the settings name (`sources`), those of the trail’s own ' +
    'account, and what the last policy allowed under which a log file arrived. Of a folder in the bucket alone people are only told.',
  byHand:
    'Add the statements for that trail to the bucket policy: `trailmend policy` prints them. Where a trail is to deliver no more, ' +
    'set this check to `alert` until the next log file has arrived, take it out of `sources`, and name its account in `formerAccounts`.',
  reference:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-set-bucket-policy-for-multiple-accounts.html',
  permissions: [...READ_BUCKET_POLICY, ...READ_TRAIL, ...READ_ACCOUNT_TRAILS, ...WRITE_BUCKET_POLICY],
  evaluate: (observation) => {
    const reading = readPolicy(observation, 'bucket-policy');
    if ('finding' in reading) return reading.finding;
    const { policy } = reading;
    const { folders } = observation.surroundings;
    const sources = sourcesOf(observation);
    const known = judgedSources(policy, sources);
    const proven = provenSources(policy, observation, sources);
    const gone: readonly Refused[] = [...known.refused, ...proven.lost];
    const all = [...sources, ...proven.sources];
    const alone = orphaned(policy, observation, all);
    const denied = deniedBy(policy, sources, observation);
    if (gone.length + alone.length + denied.length > 0) return refusal(policy, observation, gone, alone, denied);
    const unread = folders.state === 'unreadable' ? folders.reason : null;
    const open = doubtOfSources(observation) ?? unread;
    if (open !== null) return unknown(`which other trails deliver into the bucket cannot be told: ${open}`);
    const [doubt] = known.doubts;
    if (doubt !== undefined) return unknown(doubt);
    if (all.length === 0) return notApplicable('no other trail is known to deliver into the bucket');
    return healthy(`the other trails that deliver into the bucket may: ${namesOf(all)}`);
  },
};

import { documentBytes } from '../../shared/policy/limits.ts';
import { completePolicy } from '../../shared/trail/complete-policy.ts';
import { DOCUMENTS as LIMITS } from '../../shared/trail/document.ts';
import { PEOPLE } from '../../shared/trail/people-policy.ts';
import { BadInput } from '../bad-input.ts';
import { describedStore } from '../lake.ts';
import { chosen, refuse, type Values } from '../options.ts';
import { cdk } from '../output/policy/cdk.ts';
import { cloudformation } from '../output/policy/cloudformation.ts';
import { json } from '../output/policy/json.ts';
import type { PolicyFormat, PrintedPolicy } from '../output/policy/printed-policy.ts';
import { terraform } from '../output/policy/terraform.ts';
import { describedTrails } from '../trails.ts';
import type { Command } from './command.ts';

const FORMATS = { json, terraform, cloudformation, cdk } satisfies Record<string, PolicyFormat>;

const KEEP = 'what else is allowed or denied there has to stay beside these statements: a policy is written as a whole';

/** What `--document` names, and how its policy is made of the options: another document is one more line. */
const DOCUMENTS = { bucket, key, topic, lake } satisfies Record<string, (values: Values) => PrintedPolicy>;

function bucket(values: Values): PrintedPolicy {
  const trails = describedTrails(values);
  return {
    holder: { kind: 'bucket', bucket: trails[0].bucket },
    policy: completePolicy(trails, 'bucket-policy'),
    notes: [KEEP],
  };
}

function key(values: Values): PrintedPolicy {
  const trails = describedTrails(values);
  const keyArn = trails[0].kmsKeyArn;
  if (keyArn === null) throw new BadInput('--kms-key-arn is missing: whose policy is it?');
  return { holder: { kind: 'key', keyArn }, policy: completePolicy(trails, 'key-policy'), notes: [KEEP] };
}

function topic(values: Values): PrintedPolicy {
  const trails = describedTrails(values);
  const { topicArn } = trails[0];
  if (topicArn === null) throw new BadInput('--topic-arn is missing: whose policy is it?');
  return { holder: { kind: 'topic', topicArn }, policy: completePolicy(trails, 'topic-policy'), notes: [KEEP] };
}

function lake(values: Values): PrintedPolicy {
  const store = describedStore(values);
  const policy = completePolicy([store], 'bucket-policy');
  return { holder: { kind: 'bucket', bucket: store.bucket }, policy, notes: [KEEP] };
}

/** The most characters of a managed policy, white space aside (IAM user guide, "IAM and AWS STS quotas"). */
const MANAGED_POLICY = 6_144;

/** What a service would refuse is not printed as if it were of use. */
function refuseTooLarge({ holder, policy }: PrintedPolicy): void {
  if (holder.kind === 'people') {
    const characters = JSON.stringify(policy).length;
    if (characters <= MANAGED_POLICY) return;
    throw new BadInput(
      `the policy would have ${characters} characters, and IAM takes ${MANAGED_POLICY} in a managed policy: give fewer trails`,
    );
  }
  const { limit, noun } = DOCUMENTS_BY_HOLDER[holder.kind];
  const bytes = documentBytes(policy);
  if (bytes <= limit.bytes) return;
  throw new BadInput(
    `the ${noun} would have ${bytes} bytes, and ${limit.service} takes ${limit.bytes}: give fewer trails`,
  );
}

const DOCUMENTS_BY_HOLDER = {
  bucket: LIMITS['bucket-policy'],
  key: LIMITS['key-policy'],
  topic: LIMITS['topic-policy'],
};

function printedPolicy(values: Values): PrintedPolicy {
  const audience = chosen(values, 'for', PEOPLE);
  const document = chosen(values, 'document', DOCUMENTS);
  if (document !== null && document !== 'lake') refuse(values, ['lake'], `is not about the ${document}`);
  const named = values.lake === true ? 'lake' : document;
  if (named !== 'lake') refuse(values, ['event-data-store-arn'], 'goes with --document lake');
  if (audience === null) return DOCUMENTS[named ?? 'bucket'](values);
  refuse(values, ['document', 'lake'], 'names the policy of a resource, and --for asks for the policy of people');
  const { managedPolicies, policy, notes } = PEOPLE[audience](describedTrails(values));
  return { holder: { kind: 'people', audience, managedPolicies }, policy, notes };
}

/** `trailmend policy`: the complete right policy, to mend the source that keeps breaking it. */
export const policy: Command = {
  name: 'policy',
  summary: 'print the complete right policy of a bucket, key, topic or Lake bucket, or what people need',
  options: [
    ...(['trail-arn', 'bucket', 'prefix', 'organization-id', 'source-organization-id', 'source-trail-arn'] as const),
    ...(['kms-key-arn', 'topic-arn', 'bucket-key', 'document', 'for', 'format'] as const),
    ...(['lake', 'event-data-store-arn'] as const),
  ],
  choices: { document: Object.keys(DOCUMENTS), for: Object.keys(PEOPLE), format: Object.keys(FORMATS) },
  run: async (values) => {
    const name = chosen(values, 'format', FORMATS) ?? 'json';
    const format: PolicyFormat = FORMATS[name];
    const printed = printedPolicy(values);
    refuseTooLarge(printed);
    const refusal = format.refusal(printed.policy);
    if (refusal !== null) throw new BadInput(`--format ${name} cannot say this policy, and json can: ${refusal}`);
    return { output: format.text(printed), exitCode: 0 };
  },
};

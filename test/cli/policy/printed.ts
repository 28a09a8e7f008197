import fc from 'fast-check';
import type { PrintedPolicy } from '../../../cli/output/policy/printed-policy.ts';
import type { Json, JsonObject } from '../../../shared/policy/json.ts';
import { isJsonObject } from '../../../shared/policy/json.ts';
import { completePolicy } from '../../../shared/trail/complete-policy.ts';
import type { DocumentKind } from '../../../shared/trail/document.ts';
import { type Audience, PEOPLE } from '../../../shared/trail/people-policy.ts';
import type { Trail } from '../../../shared/trail/trail.ts';
import { arbitraryTrail } from '../../property/arbitrary-trail.ts';

type Trails = readonly [Trail, ...Trail[]];

/** A policy that is printed, and the trails and the document that it is for. */
export type Case = { readonly trails: Trails; readonly kind: DocumentKind; readonly printed: PrintedPolicy };

/** The complete policy of a document of these trails. */
export function printedFor(trails: Trails, kind: DocumentKind): PrintedPolicy {
  const [{ bucket, kmsKeyArn, topicArn }] = trails;
  const holder = {
    'bucket-policy': { kind: 'bucket', bucket },
    'key-policy': { kind: 'key', keyArn: kmsKeyArn ?? '' },
    'topic-policy': { kind: 'topic', topicArn: topicArn ?? '' },
  } as const;
  return { holder: holder[kind], policy: completePolicy(trails, kind), notes: ['a note'] };
}

/** What people need for these trails. */
export function printedForPeople(trails: Trails, audience: Audience): PrintedPolicy {
  const { managedPolicies, policy, notes } = PEOPLE[audience](trails);
  return { holder: { kind: 'people', audience, managedPolicies }, policy, notes };
}

const SIGNS = [
  ...'ab0/$${}%%{}"\\&\'`é日#~<>!|,=;: ',
  '\u{1F600}',
  '*',
  '?',
  '\t',
  '\n',
  '\b',
  '${',
  '%{',
  '&{',
  '$${',
];

/** Prefixes with everything that a format could take for something else. */
const oddPrefix = fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 12 });

/** One to three trails of all kinds with one bucket, key and topic. */
const arbitraryTrails: fc.Arbitrary<Trails> = fc
  .tuple(
    fc.array(fc.tuple(arbitraryTrail, oddPrefix, fc.boolean()), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('111122223333', '444455556666', '999988887777'),
  )
  .map(([list, owner]) => {
    const { partition = 'aws', region = '' } = list[0]?.[0] ?? {};
    const [first, ...rest] = list.map(([trail, odd, isOdd], at): Trail => {
      const name = `trail-${at}`;
      return {
        ...trail,
        ...{ partition, region, name, prefix: isOdd ? odd : trail.prefix },
        arn: `arn:${partition}:cloudtrail:${region}:${trail.account}:trail/${name}`,
        kmsKeyArn: `arn:${partition}:kms:${region}:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
        topicArn: `arn:${partition}:sns:${region}:${owner}:logs`,
      };
    });
    if (first === undefined) throw new Error('fast-check made no trail');
    return [first, ...rest];
  });

/** Complete policies of all documents. */
export const arbitraryCase: fc.Arbitrary<Case> = fc
  .tuple(arbitraryTrails, fc.constantFrom<DocumentKind>('bucket-policy', 'key-policy', 'topic-policy'))
  .map(([trails, kind]) => ({ trails, kind, printed: printedFor(trails, kind) }));

/** What is printed for people. */
export const arbitraryPeople: fc.Arbitrary<PrintedPolicy> = fc
  .tuple(arbitraryTrails, fc.constantFrom<Audience>('reader', 'admin'))
  .map(([trails, audience]) => printedForPeople(trails, audience));

const plainValue = (value: Json): Json => {
  if (Array.isArray(value)) return value.length === 1 ? plainValue(value[0]) : value.map(plainValue);
  return isJsonObject(value) ? plain(value) : value;
};

/** The same policy with lists of one written as what is in them: IAM reads both alike. */
export function plain(policy: JsonObject): JsonObject {
  const entries = Object.entries(policy).map(([name, value]): [string, Json] => [
    name,
    name === 'Statement' && Array.isArray(value) ? value.map(plainValue) : plainValue(value),
  ]);
  return Object.fromEntries(entries);
}

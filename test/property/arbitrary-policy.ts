import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { DocumentKind } from '../../shared/trail/document.ts';
import { documentedStatement, type StatementName } from '../../shared/trail/statements.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitraryStatement, type Vocabulary } from './arbitrary-statement.ts';
import { arbitraryEncryptedTrail, arbitraryNotifyingTrail, arbitraryTrail } from './arbitrary-trail.ts';
import { bucketWords } from './bucket-words.ts';
import { keyWords } from './key-words.ts';
import { topicWords } from './topic-words.ts';

/** A trail and one of its policies. */
export type Situation = { readonly trail: Trail; readonly kind: DocumentKind; readonly document: JsonObject };

const version = fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', undefined);

const withVersion = (name: string | undefined, statements: readonly JsonObject[]): JsonObject => ({
  ...(name === undefined ? {} : { Version: name }),
  Statement: statements,
});

function arbitraryPolicy(words: Vocabulary): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(version, fc.array(arbitraryStatement(words), { maxLength: 5 }))
    .map(([name, statements]) => withVersion(name, statements));
}

/** What people change in a statement's text: narrowed, re-pointed, renamed. */
const REWRITINGS: readonly [from: string, to: string][] = [
  ['/*"', '/CloudTrail/*"'],
  ['AWSLogs/', 'old/AWSLogs/'],
  [':trail/', ':trail/old-'],
  ['GenerateDataKey*', 'GenerateDataKeyPair*'],
  ['"StringLike"', '"ArnLike"'],
  ['aws:cloudtrail:arn', 'aws:s3:arn'],
];
const ELEMENTS = ['Condition', 'Principal', 'Resource', 'Action'] as const;
/** Numbers from here on leave a statement as it is. */
const UNCHANGED = 2 + REWRITINGS.length + ELEMENTS.length;

/** One change to a documented statement: dropped, flipped, rewritten, with an element of a random one. */
function mutate(statement: JsonObject, change: number, other: JsonObject): JsonObject | null {
  if (change === 0) return null;
  if (change === 1) return { ...statement, Effect: 'Deny' };
  const rewriting = REWRITINGS[change - 2];
  if (rewriting !== undefined) return JSON.parse(JSON.stringify(statement).replaceAll(...rewriting)) as JsonObject;
  const element = ELEMENTS[change - 2 - REWRITINGS.length];
  const replacement = element === undefined ? undefined : other[element];
  return element === undefined || replacement === undefined ? statement : { ...statement, [element]: replacement };
}

function mutatedPolicy(documented: readonly JsonObject[], words: Vocabulary): fc.Arbitrary<JsonObject> {
  const changes = fc.array(fc.integer({ min: 0, max: UNCHANGED + 3 }), {
    minLength: documented.length,
    maxLength: documented.length,
  });
  return fc
    .tuple(
      changes,
      arbitraryStatement(words),
      fc.array(arbitraryStatement(words), { maxLength: 2 }),
      fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    )
    .map(([kinds, other, extra, name]) => {
      const changed = documented.map((statement, at) => mutate(statement, kinds[at] ?? UNCHANGED, other));
      return withVersion(name, [...changed.filter((statement) => statement !== null), ...extra]);
    });
}

function situations<T extends Trail>(
  trails: fc.Arbitrary<T>,
  kind: DocumentKind,
  wordsOf: (trail: T) => Vocabulary,
  namesOf: (trail: T) => readonly StatementName[],
): fc.Arbitrary<Situation> {
  return trails.chain((trail) => {
    const documented = namesOf(trail).map((name) => documentedStatement(trail, name));
    const administrators = trail.kmsKeyArn !== null && kind === 'key-policy' ? [administrator(trail.kmsKeyArn)] : [];
    const words = wordsOf(trail);
    return fc
      .oneof(arbitraryPolicy(words), mutatedPolicy([...administrators, ...documented], words))
      .map((document) => ({ trail, kind, document }));
  });
}

/** What every key policy begins with (KMS developer guide, "Default key policy"). */
function administrator(keyArn: string): JsonObject {
  const [, partition, , , account] = keyArn.split(':');
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  return { Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' };
}

/** For each kind of document a trail and a policy: half of them documented policies that somebody changed. */
export const arbitrarySituation: Readonly<Record<DocumentKind, fc.Arbitrary<Situation>>> = {
  'bucket-policy': situations(arbitraryTrail, 'bucket-policy', bucketWords, ({ organizationId }) =>
    organizationId === null ? ['acl-check', 'write'] : ['acl-check', 'write', 'organization-write'],
  ),
  'key-policy': situations(arbitraryEncryptedTrail, 'key-policy', keyWords, () => ['encrypt', 'describe', 'decrypt']),
  'topic-policy': situations(arbitraryNotifyingTrail, 'topic-policy', topicWords, () => ['publish']),
};

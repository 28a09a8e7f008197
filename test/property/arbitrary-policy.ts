import fc from 'fast-check';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentedStatement } from '../../shared/trail/statements.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { arbitraryStatement } from './arbitrary-statement.ts';
import { arbitraryTrail } from './arbitrary-trail.ts';

const version = fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', undefined);

const withVersion = (name: string | undefined, statements: readonly JsonObject[]): JsonObject => ({
  ...(name === undefined ? {} : { Version: name }),
  Statement: statements,
});

function arbitraryPolicy(trail: Trail): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(version, fc.array(arbitraryStatement(trail), { maxLength: 5 }))
    .map(([name, statements]) => withVersion(name, statements));
}

/** One change to a documented statement: dropped, flipped, narrowed, re-pointed, with an element of a random one. */
function mutate(statement: JsonObject, kind: number, other: JsonObject): JsonObject | null {
  const text = JSON.stringify(statement);
  if (kind === 0) return null;
  if (kind === 1) return { ...statement, Effect: 'Deny' };
  if (kind === 2) return JSON.parse(text.replaceAll('/*"', '/CloudTrail/*"')) as JsonObject;
  if (kind === 3) return JSON.parse(text.replaceAll('AWSLogs/', 'old/AWSLogs/')) as JsonObject;
  if (kind === 4) return JSON.parse(text.replaceAll(':trail/', ':trail/old-')) as JsonObject;
  if (kind === 5) return { ...statement, ...(other.Condition === undefined ? {} : { Condition: other.Condition }) };
  if (kind === 6 && other.Principal !== undefined) return { ...statement, Principal: other.Principal };
  if (kind === 7 && other.Resource !== undefined) return { ...statement, Resource: other.Resource };
  if (kind === 8 && other.Action !== undefined) return { ...statement, Action: other.Action };
  return statement;
}

function mutatedPolicy(trail: Trail): fc.Arbitrary<JsonObject> {
  const names =
    trail.organizationId === null
      ? (['acl-check', 'write'] as const)
      : (['acl-check', 'write', 'organization-write'] as const);
  const changes = fc.array(fc.integer({ min: 0, max: 14 }), { minLength: names.length, maxLength: names.length });
  return fc
    .tuple(
      changes,
      arbitraryStatement(trail),
      fc.array(arbitraryStatement(trail), { maxLength: 2 }),
      fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    )
    .map(([kinds, other, extra, name]) => {
      const documented = names.map((statement, at) =>
        mutate(documentedStatement(trail, statement), kinds[at] ?? 14, other),
      );
      return withVersion(name, [...documented.filter((statement) => statement !== null), ...extra]);
    });
}

/** A trail and a policy of its bucket: half of them documented policies that somebody changed. */
export const arbitrarySituation: fc.Arbitrary<{ readonly trail: Trail; readonly document: JsonObject }> =
  arbitraryTrail.chain((trail) =>
    fc.oneof(arbitraryPolicy(trail), mutatedPolicy(trail)).map((document) => ({ trail, document })),
  );

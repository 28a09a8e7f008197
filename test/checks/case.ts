import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { BucketFacts, Observation, Reading, TrailStatus } from '../../shared/reconcile/reading.ts';
import type { StatementName } from '../../shared/trail/statements.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documented } from '../trail/documented.ts';
import { KEY, trailWith } from '../trail/trails.ts';

type Name = 'acl' | 'write' | 'organization';

/** What a case expects of the finding; what is left out is not looked at. */
export type Expected = {
  readonly verdict: string;
  readonly severity?: string;
  readonly messageIncludes?: string | readonly string[];
  /** Expressions, one for each refused request, against `ACTION RESOURCE`. */
  readonly refused?: readonly string[];
  readonly statement?: { readonly index: number; readonly sid: string | null };
  /** Null: none. Names: these documented statements are added. Numbers: these are turned back to Allow. */
  readonly repair?: null | 'start-logging' | readonly Name[] | readonly number[];
  /** What a person is told, an expression. */
  readonly advice?: string;
};

/** One case of `test/cases/CHECK.json`. In a policy, `"acl"`, `"write"` and `"organization"` stand for AWS's statements. */
export type Case = {
  readonly name: string;
  readonly trail?: Partial<Trail>;
  /** Null: the bucket has none. Left out: it was not asked for. */
  readonly policy?: null | { readonly [key: string]: unknown; readonly Statement: unknown };
  readonly policyText?: string;
  readonly policyUnreadable?: string;
  readonly status?: 'absent' | 'unreadable' | Partial<TrailStatus>;
  readonly bucket?: 'present' | 'absent' | 'foreign' | 'unreadable';
  readonly expect: Expected;
  /** The same for the trail with a KMS key. */
  readonly expectWithKey?: Expected;
};

const NAMES: Readonly<Record<Name, StatementName>> = {
  acl: 'acl-check',
  write: 'write',
  organization: 'organization-write',
};

/** One of AWS's statements, by its short name. */
export function statementNamed(trail: Trail, name: Name): JsonObject {
  return documented(trail, NAMES[name]);
}

function filled(value: unknown, trail: Trail): unknown {
  if (!Array.isArray(value))
    return value === 'acl' || value === 'write' || value === 'organization' ? statementNamed(trail, value) : value;
  return value.map((item: unknown) => filled(item, trail));
}

function policyOf(given: Case, trail: Trail): Reading<string> {
  if (given.policyUnreadable !== undefined) return { state: 'unreadable', reason: given.policyUnreadable };
  if (given.policyText !== undefined) return { state: 'present', value: given.policyText };
  if (given.policy === undefined) return { state: 'not-asked' };
  if (given.policy === null) return { state: 'absent' };
  return {
    state: 'present',
    value: JSON.stringify({ ...given.policy, Statement: filled(given.policy.Statement, trail) }),
  };
}

function statusOf({ status }: Case): Reading<TrailStatus> {
  if (status === undefined) return { state: 'not-asked' };
  if (status === 'absent') return { state: 'absent' };
  if (status === 'unreadable') return { state: 'unreadable', reason: 'AWS denied it' };
  return {
    state: 'present',
    value: { isLogging: true, latestDeliveryError: null, latestDeliveryTime: null, startLoggingTime: null, ...status },
  };
}

function bucketOf({ bucket }: Case): Reading<BucketFacts> {
  if (bucket === undefined) return { state: 'not-asked' };
  if (bucket === 'absent') return { state: 'absent' };
  if (bucket === 'unreadable') return { state: 'unreadable', reason: 'AWS denied it' };
  return { state: 'present', value: { ownerIsExpected: bucket === 'present' } };
}

/** The observation that a case describes. */
export function observationOf(given: Case): Observation {
  const trail = trailWith(given.trail);
  return {
    trail,
    bucketOwner: trail.account,
    status: statusOf(given),
    bucket: bucketOf(given),
    bucketPolicy: policyOf(given, trail),
  };
}

/** The cases of a check; a case with `expectWithKey` counts twice. */
export function casesOf(id: string): readonly Case[] {
  const file = join(import.meta.dirname, '..', 'cases', `${id}.json`);
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];
  return cases.flatMap((one) =>
    one.expectWithKey === undefined
      ? [one]
      : [
          one,
          {
            ...one,
            name: `${one.name} (trail with a key)`,
            trail: { ...one.trail, kmsKeyArn: KEY },
            expect: one.expectWithKey,
          },
        ],
  );
}

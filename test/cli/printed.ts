import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { argumentsFor, handOver, trailmend } from './trailmend.ts';

/** The parts of `check --format json` that tests look at. */
export type CheckPrinted = {
  readonly delivers: boolean | null;
  readonly trails: readonly {
    readonly trailArn: string;
    readonly delivers: boolean | null;
    readonly checks: readonly {
      readonly id: string;
      readonly verdict: string;
      readonly severity: string;
      readonly evidence: {
        readonly refused?: readonly { readonly action: string; readonly resource: string }[];
        readonly statement?: { readonly index: number; readonly sid: string | null };
      } | null;
    }[];
  }[];
  readonly warnings: readonly string[];
};

/** The parts of `plan --format json` that tests look at. */
export type PlanPrinted = {
  readonly documents: readonly {
    readonly resource: string;
    readonly before: JsonObject | null;
    readonly after: JsonObject;
    readonly added: readonly JsonObject[];
    readonly restored: readonly { readonly index: number; readonly before: JsonObject; readonly after: JsonObject }[];
    readonly accessBroadened: readonly string[];
  }[];
  readonly actions: readonly unknown[];
  readonly notRepairable: readonly { readonly id: string; readonly suggestion: Json }[];
};

/** What is judged: a trail, its bucket's policy (null if there is none), and further arguments. */
export type Situation = { readonly trail: Trail; readonly policy: unknown; readonly more?: readonly string[] };

async function printed<T>(command: string, { trail, policy, more = [] }: Situation): Promise<readonly [T, number]> {
  const { args, input } = handOver(policy);
  const all = [command, ...argumentsFor(trail), ...args, ...more, '--format', 'json'];
  const { exitCode, output, errors } = await trailmend(all, { input });
  assert.equal(errors, '');
  assert.match(output, /^\{.*\}\n$/s);
  const value: T = JSON.parse(output);
  return [value, exitCode ?? -1];
}

/** What `check` prints as JSON, and its exit code. */
export const checked = (situation: Situation): Promise<readonly [CheckPrinted, number]> => printed('check', situation);

/** What `plan` prints as JSON, and its exit code. */
export const planned = (situation: Situation): Promise<readonly [PlanPrinted, number]> => printed('plan', situation);

/** The ids of the checks with a verdict, over all trails. */
export function idsWith(verdict: string, { trails }: CheckPrinted): readonly string[] {
  return trails.flatMap(({ checks }) => checks.filter((check) => check.verdict === verdict).map(({ id }) => id));
}

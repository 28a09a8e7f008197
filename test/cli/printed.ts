import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { argumentsFor, Folder, handOver, trailmend } from './trailmend.ts';

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
    readonly kind: string;
    readonly resource: string;
    readonly before: JsonObject | null;
    readonly after: JsonObject;
    readonly added: readonly JsonObject[];
    readonly restored: readonly { readonly index: number; readonly before: JsonObject; readonly after: JsonObject }[];
    readonly accessBroadened: readonly string[];
  }[];
  readonly actions: readonly unknown[];
  readonly notRepairable: readonly { readonly id: string; readonly message: string; readonly suggestion: Json }[];
};

/** What is judged: a trail, its documents, and further arguments. */
export type Situation = {
  readonly trail: Trail;
  /** The policy of the bucket; null if there is none, left out if none is given. */
  readonly policy?: unknown;
  readonly keyPolicy?: unknown;
  readonly topicPolicy?: unknown;
  readonly more?: readonly string[];
};

/** The arguments that hand over the policies of key and topic, as files. */
export function filesOf({ keyPolicy, topicPolicy }: Situation, folder: Folder): readonly string[] {
  const file = (name: string, policy: unknown): readonly string[] =>
    policy === undefined ? [] : [`--${name}`, folder.write(`${name}.json`, JSON.stringify(policy))];
  return [...file('key-policy', keyPolicy), ...file('topic-policy', topicPolicy)];
}

async function printed<T>(command: string, situation: Situation): Promise<readonly [T, number]> {
  const folder = new Folder();
  const { trail, policy, more = [] } = situation;
  const { args, input } = handOver(policy);
  const all = [command, ...argumentsFor(trail), ...args, ...filesOf(situation, folder), ...more, '--format', 'json'];
  const { exitCode, output, errors } = await trailmend(all, { input });
  folder.remove();
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

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../sandbox/engine/engine.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { trailmend } from './live.ts';

/** What one check says of a trail. */
export type Said = { readonly verdict: string; readonly message: string };

type Report = {
  readonly trails: readonly { readonly checks: readonly (Said & { readonly id: string })[] }[];
};

/** The settings of a trail as it was set up; what `more` has in it goes before. */
function settingsOf({ arn, bucket, kmsKeyArn, topicArn }: Trail, more: object): string {
  const trail = {
    ...{ trailArn: arn, bucket },
    ...(kmsKeyArn === null ? {} : { kmsKeyArn }),
    ...(topicArn === null ? {} : { topicArn }),
    ...more,
  };
  return JSON.stringify({ version: 1, trails: [trail] });
}

/** Runs `trailmend check` against the engine, as the root of its account; what each check says of the trail, by its id. */
export async function checked(engine: Engine, trail: Trail, more: object = {}): Promise<(id: string) => Said> {
  const file = join(engine.folder, `${trail.name}.json`);
  writeFileSync(file, settingsOf(trail, more));
  const ran = await trailmend(engine, engine.root, ['check', '--settings', file, '--format', 'json']);
  assert.notEqual(ran.output, '', ran.errors);
  const { trails }: Report = JSON.parse(ran.output);
  return (id) => {
    const found = trails[0]?.checks.find((check) => check.id === id);
    assert.ok(found !== undefined, `${id} is not among the checks`);
    return { verdict: found.verdict, message: found.message };
  };
}

/** Fails where one of these checks is not healthy. */
export function assertHealthy(said: (id: string) => Said, ...ids: readonly string[]): void {
  for (const id of ids) {
    const { verdict, message } = said(id);
    assert.equal(verdict, 'healthy', `${id}: ${message}`);
  }
}

/** Fails where a check is not broken, or says another cause. */
export function assertBroken({ verdict, message }: Said, cause: RegExp): void {
  assert.equal(verdict, 'broken', message);
  assert.match(message, cause);
}

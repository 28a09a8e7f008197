import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');
const CORPUS = join(ROOT, '..', 'shared', 'corpus', 'bucket');

type Entry = {
  readonly context: {
    readonly bucket: string;
    readonly prefix: string;
    readonly trailArn: string;
    readonly orgId: string | null;
    readonly keyArn: string | null;
    readonly orgTrail: boolean;
  };
  readonly expect: { readonly delivers: boolean | 'unknown'; readonly why: string };
  readonly policy: unknown;
};

/** The arguments that say what the entry's context says. */
function argumentsOf({ context }: Entry): readonly string[] {
  const { bucket, prefix, trailArn, orgId, keyArn, orgTrail } = context;
  return [
    ...['--trail-arn', trailArn, '--bucket', bucket],
    ...(prefix === '' ? [] : ['--prefix', prefix]),
    ...(orgId === null ? [] : [orgTrail ? '--organization-id' : '--source-organization-id', orgId]),
    ...(keyArn === null ? [] : ['--kms-key-arn', keyArn]),
  ];
}

function trailmend(
  command: string,
  entry: Entry,
): { readonly exitCode: number | null; readonly output: string; readonly errors: string } {
  const args = [
    join(ROOT, 'cli', 'main.ts'),
    command,
    ...argumentsOf(entry),
    '--bucket-policy',
    '-',
    '--format',
    'json',
  ];
  const run = spawnSync(process.execPath, args, { input: JSON.stringify(entry.policy), encoding: 'utf8' });
  return { exitCode: run.status, output: run.stdout, errors: run.stderr };
}

const skip = existsSync(CORPUS) ? false : 'the public policies are not beside this checkout';

describe('public policies get the verdict that was judged beside them', { skip, concurrency: 2 }, () => {
  for (const file of skip === false ? readdirSync(CORPUS).filter((name) => name.endsWith('.json')) : []) {
    test(file, () => {
      const entry: Entry = JSON.parse(readFileSync(join(CORPUS, file), 'utf8'));
      const check = trailmend('check', entry);
      assert.equal(check.errors, '');
      const { delivers } = JSON.parse(check.output);
      // With "unknown" any reasoned verdict agrees.
      if (entry.expect.delivers !== 'unknown') assert.equal(delivers, entry.expect.delivers, entry.expect.why);
      const plan = trailmend('plan', entry);
      assert.equal(plan.errors, '');
      const { documents, notRepairable } = JSON.parse(plan.output);
      if (entry.expect.delivers === true && check.exitCode === 0)
        assert.deepEqual({ documents, notRepairable }, { documents: [], notRepairable: [] });
      if (entry.expect.delivers === false)
        assert.ok(documents.length + notRepairable.length > 0, 'what is broken is healed or explained');
    });
  }
});

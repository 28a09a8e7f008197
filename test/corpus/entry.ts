import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, trailmend } from '../cli/trailmend.ts';

const CORPUS = join(ROOT, '..', 'shared', 'corpus');

/** One public policy, what the trail is, and the verdict that somebody judged beside it. */
export type Entry = {
  readonly source: { readonly repo: string; readonly path: string };
  readonly context: {
    readonly bucket: string | null;
    readonly prefix: string;
    readonly trailArn: string | null;
    readonly eventDataStoreArn?: string;
    readonly topicArn?: string;
    readonly orgId: string | null;
    readonly keyArn: string | null;
    readonly orgTrail: boolean;
  };
  readonly expect: { readonly delivers: boolean | 'unknown'; readonly why: string };
  readonly policy: unknown;
};

/** True if it is a policy that Control Tower itself writes, or tells people to write. */
export function isControlTowers({ source }: Entry): boolean {
  return /control.?tower/i.test(`${source.repo} ${source.path}`);
}

/** The folder's entries by file name, or why there are none to be tested. */
export function entriesOf(folder: 'bucket' | 'kms' | 'sns' | 'lake'): {
  readonly skip: string | false;
  readonly entries: readonly (readonly [name: string, entry: Entry])[];
} {
  const path = join(CORPUS, folder);
  if (!existsSync(path)) return { skip: 'the public policies are not beside this checkout', entries: [] };
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return {
    skip: false,
    entries: names.map((name) => [name, JSON.parse(readFileSync(join(path, name), 'utf8')) as Entry]),
  };
}

/** The arguments that say what the entry's context says; of a topic's it does not tell the bucket. */
function argumentsOf({ context }: Entry): readonly string[] {
  const { bucket, prefix, trailArn, eventDataStoreArn, topicArn, orgId, keyArn, orgTrail } = context;
  const source =
    eventDataStoreArn === undefined
      ? ['--trail-arn', trailArn ?? '']
      : ['--lake', '--event-data-store-arn', eventDataStoreArn];
  return [
    ...[...source, '--bucket', bucket ?? 'example-trail-logs'],
    ...(prefix === '' ? [] : ['--prefix', prefix]),
    ...(orgId === null ? [] : [orgTrail ? '--organization-id' : '--source-organization-id', orgId]),
    ...(keyArn === null ? [] : ['--kms-key-arn', keyArn]),
    ...(topicArn === undefined ? [] : ['--topic-arn', topicArn]),
  ];
}

/** What `check` printed, as far as the tests look at it. */
type Checked = {
  readonly exitCode: number | null;
  readonly delivers: boolean | null;
  /** The verdict of one check. */
  readonly verdict: (id: string) => string | undefined;
};

/** What `plan` printed. */
type Planned = { readonly documents: readonly unknown[]; readonly notRepairable: readonly unknown[] };

async function run(command: 'check' | 'plan', entry: Entry, option: string, ...more: readonly string[]) {
  const args = [command, ...argumentsOf(entry), option, '-', ...more, '--format', 'json'];
  const ran = await trailmend(args, { input: JSON.stringify(entry.policy) });
  assert.equal(ran.errors, '');
  return { exitCode: ran.exitCode, printed: JSON.parse(ran.output) };
}

/** Runs `trailmend check` on the entry's policy alone. */
export async function checked(entry: Entry, option: string, ...more: readonly string[]): Promise<Checked> {
  const { exitCode, printed } = await run('check', entry, option, ...more);
  const found: readonly { readonly id: string; readonly verdict: string }[] = printed.trails[0].checks;
  return { exitCode, delivers: printed.delivers, verdict: (id) => found.find((check) => check.id === id)?.verdict };
}

/** Runs `trailmend plan` on the entry's policy alone. */
export async function planned(entry: Entry, option: string, ...more: readonly string[]): Promise<Planned> {
  const { documents, notRepairable } = (await run('plan', entry, option, ...more)).printed;
  return { documents, notRepairable };
}

/** That nothing is to be done, and nobody is to be bothered. */
export const NOTHING: Planned = { documents: [], notRepairable: [] };

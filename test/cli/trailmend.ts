import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Trail } from '../../shared/trail/trail.ts';

/** The checkout that the tests run in. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** What a run of the command line left behind. */
export type Ran = { readonly exitCode: number | null; readonly output: string; readonly errors: string };

/** How a process is started; what is left out is as a person's shell has it. */
export type Start = {
  readonly input?: string | Buffer;
  readonly directory?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Stands for a reader such as `head` that goes away before anything was printed. */
  readonly readerLeaves?: boolean;
};

/** What npm, a terminal, a test runner or the AWS CLI puts into the environment and what would change the result. */
const FOREIGN = /^(npm_.*|INIT_CWD|FORCE_COLOR|NO_COLOR|NODE_DISABLE_COLORS|NODE_OPTIONS|NODE_TEST_CONTEXT|AWS_.*)$/i;

function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  { input, directory, env, readerLeaves }: Start = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: directory ?? tmpdir(), env: { ...ownEnvironment(), ...env } });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    if (readerLeaves === true) child.stdout.destroy();
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    // A program that refuses its arguments ends without reading what it was sent.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (exitCode) =>
      resolve({ exitCode, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() }),
    );
  });
}

/** What Node compiled in one run is there for the next: a test file starts dozens of processes. */
const COMPILED = mkdtempSync(join(tmpdir(), 'trailmend-compiled-'));
process.on('exit', () => rmSync(COMPILED, { recursive: true, force: true }));

/** Runs the command line as a process of its own. */
export function trailmend(args: readonly string[], start: Start = {}): Promise<Ran> {
  const env = { NODE_COMPILE_CACHE: COMPILED, ...start.env };
  return run(process.execPath, [join(ROOT, 'cli', 'main.ts'), ...args], { ...start, env });
}

/** The arguments that say of a trail what the command line can be told. */
export function argumentsFor(trail: Trail): readonly string[] {
  const { arn, bucket, prefix, organizationId, sourceOrganizationId, kmsKeyArn, topicArn } = trail;
  return [
    ...['--trail-arn', arn, '--bucket', bucket],
    ...(prefix === '' ? [] : ['--prefix', prefix]),
    ...(organizationId === null ? [] : ['--organization-id', organizationId]),
    ...(sourceOrganizationId === null ? [] : ['--source-organization-id', sourceOrganizationId]),
    ...(kmsKeyArn === null ? [] : ['--kms-key-arn', kmsKeyArn]),
    ...(topicArn === null ? [] : ['--topic-arn', topicArn]),
    ...(trail.logFileValidation ? ['--log-file-validation'] : []),
    ...(trail.bucketKey === true ? ['--bucket-key'] : []),
  ];
}

/** The arguments and the input that hand over a bucket policy, or say that there is none; nothing for `undefined`. */
export function handOver(policy: unknown): { readonly args: readonly string[]; readonly input: string } {
  if (policy === undefined) return { args: [], input: '' };
  if (policy === null) return { args: ['--no-bucket-policy'], input: '' };
  return { args: ['--bucket-policy', '-'], input: JSON.stringify(policy) };
}

/** A folder for documents, apart from the checkout. */
export class Folder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'trailmend-cli-')));

  /** Writes a document and returns where it lies. */
  write(name: string, content: string | Buffer): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Removes a document. */
  clear(file: string): void {
    rmSync(file);
  }

  /** Makes a document one that nobody else may read. */
  protect(file: string): void {
    chmodSync(file, 0o600);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

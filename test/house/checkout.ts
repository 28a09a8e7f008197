import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a run of a launcher left behind. */
export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A small checkout with the real launchers, and a PATH that holds only what a test puts there. */
export class Checkout {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'trailmend-setup-')));

  constructor() {
    cpSync(join(ROOT, 'bin'), join(this.root, 'bin'), { recursive: true });
    this.write('package-lock.json', '{}');
    this.write('sandbox/requirements.txt', '');
    // Nothing of this machine's PATH but what the stubs use: a missing Python must be missing.
    mkdirSync(join(this.root, 'path'));
    for (const name of ['mkdir', 'ln', 'cp'])
      symlinkSync(existsSync(`/bin/${name}`) ? `/bin/${name}` : `/usr/bin/${name}`, join(this.root, 'path', name));
    this.program('path/node', `exec '${process.execPath}' "$@"`);
    this.program(
      'path/npm',
      'mkdir -p node_modules/.bin; ln -sf ../../path/node node_modules/.bin/node; echo ran >> npm.log',
    );
    // A Python that is new enough; creating an environment puts the same stub there.
    this.python('3.12 True');
  }

  /** A program on the PATH of the checkout, as a shell script. */
  program(path: string, script: string): void {
    this.write(path, `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.root, path), 0o755);
  }

  /** A Python that answers the probe, and notes everything else that it is asked to do. */
  python(answer: string): void {
    const venv = 'if [ "$2" = venv ]; then mkdir -p "$4/bin"; cp path/python3 "$4/bin/python"; fi';
    this.program('path/python3', `if [ "$1" = -c ]; then echo '${answer}'; exit; fi\necho "$2" >> python.log\n${venv}`);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  start(launcher: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [join(this.root, 'bin', launcher), ...args], {
      cwd: this.root,
      env: { PATH: join(this.root, 'path'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  run(launcher: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return ended(this.start(launcher, args, env));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Waits for a launcher to end. */
export function ended(child: ChildProcess): Promise<Ran> {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Checkout, ended } from './checkout.ts';

describe('the set-up', () => {
  let checkout = new Checkout();
  checkout.remove();
  beforeEach(() => {
    checkout = new Checkout();
    checkout.write('scripts/test.ts', "console.log('ran', process.version.slice(0, 3), ...process.argv.slice(2));\n");
  });
  afterEach(() => checkout.remove());

  const refusal = async (name = 'test') => {
    const { code, stdout, stderr } = await checkout.run('setup.mjs', [name]);
    assert.deepEqual([code, stdout], [1, '']);
    return stderr.trimEnd().split('\n').at(-1);
  };

  it('installs what is missing, says so on stderr, and runs the command with its arguments', async () => {
    const { code, stdout, stderr } = await checkout.run('setup.mjs', ['test', 'unit', '--x']);
    assert.deepEqual([code, stdout], [0, 'ran v24 unit --x\n'], stderr);
    assert.match(
      stderr,
      /► installing packages.*\n✔ packages installed in .* s\n► installing the local engine.*\n✔ .* s\n$/,
    );
  });

  it('does nothing twice', async () => {
    await checkout.run('setup.mjs', ['test']);
    assert.deepEqual(await checkout.run('setup.mjs', ['test']), { code: 0, stdout: 'ran v24\n', stderr: '' });
    assert.equal(readFileSync(join(checkout.root, 'npm.log'), 'utf8'), 'ran\n');
    assert.equal(readFileSync(join(checkout.root, 'python.log'), 'utf8'), 'venv\npip\n');
  });

  it('installs again when the lock file or the requirements changed', async () => {
    await checkout.run('setup.mjs', ['test']);
    checkout.write('package-lock.json', '{"lockfileVersion":3}');
    checkout.write('sandbox/requirements.txt', '# changed');
    await checkout.run('setup.mjs', ['test']);
    assert.equal(readFileSync(join(checkout.root, 'npm.log'), 'utf8'), 'ran\nran\n');
    assert.equal(readFileSync(join(checkout.root, 'python.log'), 'utf8'), 'venv\npip\nvenv\npip\n');
  });

  it('takes an installation that was made by hand', async () => {
    checkout.program('node_modules/.bin/node', `exec '${process.execPath}' "$@"`);
    checkout.write('node_modules/.package-lock.json', '{}');
    assert.equal((await checkout.run('setup.mjs', ['test'])).code, 0);
    assert.ok(!existsSync(join(checkout.root, 'npm.log')));
  });

  it('passes the exit code through', async () => {
    checkout.write('scripts/test.ts', 'process.exitCode = 7;\n');
    assert.equal((await checkout.run('setup.mjs', ['test'])).code, 7);
  });

  it('hands signals on and waits for the command to end', async () => {
    const script =
      "process.on('SIGTERM', () => { console.log('cleaned up'); process.exit(5); });\nsetInterval(() => {}, 1000);\nconsole.log('up');\n";
    checkout.write('scripts/test.ts', script);
    const child = checkout.start('setup.mjs', ['test']);
    const result = ended(child);
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const { code, stdout } = await result;
    assert.deepEqual([code, stdout], [5, 'up\ncleaned up\n']);
  });

  it('says when a command does not exist', async () => {
    assert.equal(await refusal('tset'), '✗ say which command to run: demo, test, fuzz, synth, deploy, templates');
  });

  it('says when npm is missing', async () => {
    rmSync(join(checkout.root, 'path', 'npm'));
    assert.equal(await refusal(), '✗ npm is needed and was not found: it comes with Node.js');
  });

  it('says when npm failed', async () => {
    checkout.program('path/npm', 'echo "npm error network" >&2; exit 1');
    assert.equal(await refusal(), '✗ `npm ci` failed: what it said is above');
  });

  it('says when the install script of Node 24 was not allowed', async () => {
    checkout.program('path/npm', 'mkdir -p node_modules/.bin');
    assert.match(
      (await refusal()) ?? '',
      /^✗ node_modules\/\.bin\/node is missing instead of Node 24, .* and try again$/,
    );
  });

  it('says when Python is missing', async () => {
    rmSync(join(checkout.root, 'path', 'python3'));
    assert.equal(
      await refusal(),
      '✗ Python 3.10 or newer is needed for the local engine and none was found: install it',
    );
  });

  it('says when Python is too old', async () => {
    checkout.python('3.9 True');
    assert.equal(
      await refusal(),
      '✗ Python 3.10 or newer is needed for the local engine and python3 is Python 3.9: install it',
    );
  });

  it('takes a newer Python of another name', async () => {
    checkout.program('path/python3.12', readFileSync(join(checkout.root, 'path', 'python3'), 'utf8').slice(10));
    checkout.python('3.9 True');
    assert.equal((await checkout.run('setup.mjs', ['test'])).code, 0);
    assert.equal(readFileSync(join(checkout.root, 'python.log'), 'utf8'), 'venv\npip\n');
  });

  it('says when Python cannot make environments', async () => {
    checkout.python('3.11 False');
    assert.equal(
      await refusal(),
      '✗ python3 cannot make virtual environments: install its venv module (Debian and Ubuntu: `apt install python3-venv`)',
    );
  });
});

describe('the launcher of the command line', () => {
  let checkout = new Checkout();
  checkout.remove();
  beforeEach(() => {
    checkout = new Checkout();
    checkout.write('cli/main.ts', 'console.log(process.cwd(), ...process.argv.slice(2));\nprocess.exitCode = 2;\n');
  });
  afterEach(() => checkout.remove());

  it('says in one sentence that the packages are missing', async () => {
    assert.deepEqual(await checkout.run('trailmend.mjs', ['check']), {
      code: 1,
      stdout: '',
      stderr: 'the packages are not installed: run `npm ci` first\n',
    });
  });

  it('prints nothing of its own, and passes arguments and exit code through', async () => {
    checkout.program('node_modules/.bin/node', `exec '${process.execPath}' "$@"`);
    assert.deepEqual(await checkout.run('trailmend.mjs', ['check', '--bucket', 'b c']), {
      code: 2,
      stdout: `${checkout.root} check --bucket b c\n`,
      stderr: '',
    });
  });

  it('reads files from the folder that npm was called from', async () => {
    checkout.program('node_modules/.bin/node', `exec '${process.execPath}' "$@"`);
    const folder = join(checkout.root, 'elsewhere');
    mkdirSync(folder);
    const { stdout } = await checkout.run('trailmend.mjs', [], { npm_lifecycle_event: 'trailmend', INIT_CWD: folder });
    assert.equal(stdout, `${realpathSync(folder)}\n`);
  });
});

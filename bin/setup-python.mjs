import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { SetupError, say } from './setup-error.mjs';
import { seconds } from './setup-node.mjs';

const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const PROBE = [
  'import sys, importlib.util as u',
  'print("%d.%d" % sys.version_info[:2], all(u.find_spec(m) for m in ("venv", "ensurepip")))',
].join('\n');

/** Creates .venv with the local engine and cfn-lint, if it is absent or older than the requirements. */
export async function installEngine(root) {
  const requirements = join(root, 'sandbox', 'requirements.txt');
  const venv = join(root, '.venv');
  const stamp = join(venv, '.trailmend-setup');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const python = findPython();
  say('► installing the local engine and cfn-lint into .venv (once; about 20 s, about 200 MB)');
  const begun = Date.now();
  await step(root, python, ['-m', 'venv', '--clear', venv], 'python could not create .venv');
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '-r',
    requirements,
  ];
  await step(root, join(venv, 'bin', 'python'), pip, 'pip could not install sandbox/requirements.txt');
  writeFileSync(stamp, wanted);
  say(`✔ local engine installed in ${seconds(begun)}`);
}

async function step(root, command, args, failure) {
  const code = await run(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
  if (code > 128) throw new SetupError('stopped while .venv was being installed');
  if (code !== 0) throw new SetupError(`${failure}: what it said is above`);
}

/** The first Python that is new enough and can make a virtual environment. */
function findPython(names = NAMES) {
  const found = names.map(probe).filter((candidate) => candidate !== null);
  const fit = found.find((candidate) => candidate.isNewEnough && candidate.hasVenv);
  if (fit !== undefined) return fit.name;
  const newEnough = found.find((candidate) => candidate.isNewEnough);
  if (newEnough !== undefined) {
    throw new SetupError(
      `${newEnough.name} cannot make virtual environments: install its venv module (Debian and Ubuntu: \`apt install python3-venv\`)`,
    );
  }
  const [old] = found;
  const instead = old === undefined ? 'none was found' : `${old.name} is Python ${old.version}`;
  throw new SetupError(`Python 3.10 or newer is needed for the local engine and ${instead}: install it`);
}

function probe(name) {
  const { status, stdout } = spawnSync(name, ['-c', PROBE], { encoding: 'utf8' });
  const answer = status === 0 ? /^(\d+)\.(\d+) (True|False)$/.exec(stdout.trim()) : null;
  if (answer === null) return null;
  const [, major, minor, hasVenv] = answer;
  return {
    name,
    version: `${major}.${minor}`,
    isNewEnough: Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 10),
    hasVenv: hasVenv === 'True',
  };
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Lane } from '../../scripts/fuzz/lane.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A worker that gets to case 3, and then does this. */
const workerThat = (does: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, workerData } from 'node:worker_threads';
      parentPort.on('message', ({ kind, number }) => {
        if (kind === 'show') return parentPort.postMessage({ kind: 'shown', input: 'case ' + number });
        Atomics.store(workerData.at, 0, 3);
        ${does}
      });`)}`,
  );

const ORDER = { kind: 'run', from: 0, to: 10 } as const;

describe('a worker that does not go on', () => {
  it('is stopped, and the case that it was at is named', async () => {
    const lane = new Lane(1, workerThat('for (;;);'), 200);
    assert.deepEqual(await lane.order(ORDER), {
      kind: 'stuck',
      number: 3,
      message: "it did not end within 0.2 s of the processor's time",
    });
    assert.deepEqual(await lane.order({ kind: 'show', number: 3 }), { kind: 'shown', input: 'case 3' });
    await lane.close();
  });

  it('since it broke down, names the case too', async () => {
    const lane = new Lane(1, workerThat("throw new RangeError('no room');"), 60_000);
    assert.deepEqual(await lane.order(ORDER), { kind: 'stuck', number: 3, message: 'it ended the process: no room' });
    await lane.close();
  });
});

const fuzz = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/fuzz.ts', ...args], { cwd: ROOT, encoding: 'utf8' });

describe('npm run fuzz', () => {
  it('counts the same cases of a seed, however many workers share them', () => {
    const counts = ['1', '2'].map((workers) => {
      const { status, stdout } = fuzz('--runs', '600', '--seed', '11', '--from', '400', '--workers', workers);
      assert.equal(status, 0, stdout);
      assert.match(
        stdout,
        /^seed 11\n.*\n600 cases, 0 failed, in \d+ s; the slowest, case \d+, took \d+ ms of the processor's time\n$/s,
      );
      return stdout.split('\n\n')[0];
    });
    assert.equal(counts[0], counts[1]);
  });

  for (const [args, says] of [
    [['--runs', '0'], '`--runs` must be a whole number from 1 to 2147483647, and is `0`\n'],
    [['--seed', '1e3'], '`--seed` must be a whole number from 0 to 2147483647, and is `1e3`\n'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      const { status, stdout, stderr } = fuzz(...args);
      assert.deepEqual([status, stdout, stderr], [1, '', says]);
    });
  }
});

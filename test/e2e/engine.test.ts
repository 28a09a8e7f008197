import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { until } from '../../sandbox/stage/until.ts';

const skip = whyNoEngine() ?? false;
const RUN = join(import.meta.dirname, '../../sandbox/run.ts');

/** A run that says where it is and then waits to be ended. */
const PROGRAM = `
  import { withEngine } from ${JSON.stringify(RUN)};
  await withEngine({}, async (engine) => {
    process.stdout.write(JSON.stringify({ folder: engine.folder, port: engine.behind.port }));
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
`;

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/_ministack/health`);
    return true;
  } catch {
    return false;
  }
}

describe('a run that is ended from outside leaves nothing behind', { skip, timeout: 60_000 }, () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    test(signal, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [said] = await once(child.stdout, 'data');
      const { folder, port }: { readonly folder: string; readonly port: number } = JSON.parse(String(said));
      assert.ok(existsSync(folder) && (await answers(port)));
      child.kill(signal);
      await once(child, 'exit');
      const gone = await until(async () => (!existsSync(folder) && !(await answers(port)) ? true : null), 5000, 50);
      assert.equal(gone, true);
      if (signal !== 'SIGKILL') assert.equal(child.signalCode, null);
    });
  }
});

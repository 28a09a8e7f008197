import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { progressOn } from '../../cli/output/progress.ts';

const CLEAR = '\r\u001b[2K';

/** A terminal that keeps what was written to it. */
function screen(t: TestContext, isTTY: boolean, terminal: string, columns = 80) {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] });
  const written: string[] = [];
  const progress = progressOn({ isTTY, columns, write: (text) => written.push(text) }, terminal);
  const take = () => written.splice(0);
  return { progress, take, tick: (ms: number) => t.mock.timers.tick(ms) };
}

describe('progress', () => {
  it('says nothing of what takes no second', (t) => {
    const { progress, take, tick } = screen(t, true, 'xterm');
    progress.doing('asking');
    tick(999);
    progress.end();
    tick(5_000);
    assert.deepEqual(take(), []);
  });

  it('is one line, rewritten in place, and gone at the end', (t) => {
    const { progress, take, tick } = screen(t, true, 'xterm');
    progress.doing('asking');
    tick(1_000);
    assert.deepEqual(take(), [`${CLEAR}◎ asking 1 s`]);
    progress.doing('looking');
    tick(1_000);
    assert.deepEqual(take(), [`${CLEAR}◎ looking 1 s`, `${CLEAR}◎ looking 2 s`]);
    progress.end();
    tick(5_000);
    assert.deepEqual(take(), [CLEAR]);
  });

  it('makes room for a line that stays, and comes back under it', (t) => {
    const { progress, take, tick } = screen(t, true, 'xterm');
    progress.doing('waiting');
    tick(1_000);
    take();
    progress.say('begun');
    assert.deepEqual(take(), [CLEAR, '► begun\n', `${CLEAR}◎ waiting 1 s`]);
  });

  it('never takes a second line, whatever it says, and nothing in it moves the cursor', (t) => {
    const { progress, take, tick } = screen(t, true, 'xterm', 30);
    progress.doing(`${'日本'.repeat(40)}\n\u001b[2J`);
    tick(1_000);
    const [line = ''] = take();
    assert.equal(line, `${CLEAR}◎ ${'日本'.repeat(5)}日… 1 s`);
  });

  for (const [name, isTTY, terminal] of [
    ['a pipe', false, 'xterm'],
    ['a dumb terminal', true, 'dumb'],
  ] as const)
    it(`${name} gets none, and still the lines that stay`, (t) => {
      const { progress, take, tick } = screen(t, isTTY, terminal);
      progress.doing('asking');
      tick(9_000);
      progress.say('begun');
      progress.end();
      assert.deepEqual(take(), ['► begun\n']);
    });
});

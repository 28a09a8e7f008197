import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { columnsOf, hanging, room, table, wrapped } from '../../cli/output/columns.ts';
import { commandLine, nextLines, shellWord } from '../../cli/output/command-line.ts';
import { isColoured } from '../../cli/output/paint.ts';

describe('prose is as wide as the terminal', () => {
  it('breaks between words, and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zäß中:`-]{1,30}$/), { minLength: 1 }),
        fc.integer({ min: 20, max: 90 }),
        (words, columns) => {
          const lines = wrapped(words.join(' '), columns);
          assert.deepEqual(lines.join(' ').split(' '), words);
          // What is wider is one word, such as an ARN, which people copy.
          for (const line of lines) assert.ok(columnsOf(line) <= columns || !line.includes(' '), line);
        },
      ),
    );
  });

  it('further lines stand under the first, behind a painted mark too', () => {
    assert.deepEqual(hanging('  \u001b[31m✗\u001b[39m  ', 'one two three four five six seven', 24), [
      '  \u001b[31m✗\u001b[39m  one two three four',
      '     five six seven',
    ]);
  });

  it('counts what a terminal draws: wide signs twice, marks over a sign and colours not at all', () => {
    const columns = ['abc', '日本', 'e\u0301', '\u001b[1mx\u001b[22m', '🙂'].map(columnsOf);
    assert.deepEqual(columns, [3, 4, 1, 1, 2]);
  });

  it('a pipe has no width, a narrow terminal forty columns, a wide one no more than can be read', () => {
    assert.equal(room({ columns: 80 }), Number.POSITIVE_INFINITY);
    assert.equal(room({ isTTY: true }), Number.POSITIVE_INFINITY);
    const widths = [10, 80, 300].map((columns) => room({ isTTY: true, columns }));
    assert.deepEqual(widths, [40, 80, 120]);
  });

  it('a table aligns its columns, and puts nothing behind the last', () => {
    assert.deepEqual(table([['a', 'b'], ['日本', 'c', 'd'], []]), ['a     b', '日本  c  d', '']);
  });
});

describe('colour', () => {
  const tty = { isTTY: true };
  for (const [name, env, sink, expected] of [
    ['a terminal', {}, tty, true],
    ['a pipe', {}, {}, false],
    ['NO_COLOR', { NO_COLOR: '1' }, tty, false],
    ['NO_COLOR without a value, which is none', { NO_COLOR: '' }, tty, true],
    ['a dumb terminal', { TERM: 'dumb' }, tty, false],
    ['FORCE_COLOR in a pipe', { FORCE_COLOR: '' }, {}, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, tty, false],
    ['FORCE_COLOR beside NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, {}, true],
  ] as const)
    it(`${name}: ${expected ? 'yes' : 'no'}`, () => assert.equal(isColoured(env, sink), expected));
});

describe('the next command', () => {
  it('is read by a shell as it was typed', () => {
    const words = ['plain', "it's", 'a b', '$(id)', '`id`', '!x', '*', '~', '', '=ls', 'a\\b', '"', ';', '#', 'ä'];
    const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${words.map(shellWord).join(' ')}`], {
      encoding: 'utf8',
    });
    assert.deepEqual(stdout.split('\n').slice(0, -1), words);
  });

  it('has the same arguments, but what belongs to one run', () => {
    const values = {
      'trail-arn': ['a', 'b'],
      prefix: ['-x'],
      'bucket-key': true,
      yes: true,
      out: ['d'],
      format: ['text'],
    };
    assert.equal(
      commandLine('apply', values, ['--yes']),
      'trailmend apply --trail-arn a --trail-arn b --prefix=-x --bucket-key --yes',
    );
  });

  it('is not shown where a terminal would act on it', () => {
    const lines = nextLines('to see', 'plan', { settings: ['\u001b[2J.json'] });
    assert.equal(lines.join('\n'), '\nnext, to see: plan, with the same arguments');
  });
});

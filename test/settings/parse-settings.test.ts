import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nearest } from '../../shared/settings/nearest.ts';
import { parseSettings, parseSettingsText } from '../../shared/settings/parse-settings.ts';
import { describeProblems } from '../../shared/settings/problem.ts';
import { contradictions } from './contradictions.ts';
import { bad, good } from './examples.ts';
import { stubChecks } from './stub-checks.ts';

function problemsOf(value: unknown): string {
  const parsed = parseSettings(value, stubChecks);
  return parsed.state === 'valid' ? 'valid' : describeProblems(parsed.problems);
}

describe('parseSettings', () => {
  for (const [name, value] of Object.entries(good)) it(`takes ${name}`, () => assert.equal(problemsOf(value), 'valid'));
  for (const [name, { value, says }] of Object.entries({ ...bad, ...contradictions })) {
    it(`refuses ${name}`, () => assert.equal(problemsOf(value), says));
  }

  it('fills in the defaults', () => {
    const trails = [{ trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit', bucket: 'audit-logs' }];
    assert.deepEqual(parseSettings({ version: 1, trails }, stubChecks), {
      state: 'valid',
      settings: { version: 1, trails, alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] },
    });
  });

  it('reads back what it returned', () => {
    for (const value of Object.values(good)) {
      const first = parseSettings(value, stubChecks);
      assert.equal(first.state, 'valid');
      const second = parseSettingsText(JSON.stringify('settings' in first ? first.settings : null), stubChecks);
      assert.deepEqual(second, first);
    }
  });

  it('passes over one byte order mark', () => {
    const text = JSON.stringify(Object.values(good)[0]);
    assert.deepEqual(parseSettingsText(`\uFEFF${text}`, stubChecks), parseSettingsText(text, stubChecks));
    assert.equal(parseSettingsText(`\uFEFF\uFEFF${text}`, stubChecks).state, 'invalid');
  });

  it('refuses what nests too deep to be repeated in the message', () => {
    for (const [open, close, shown] of [
      ['[', ']', 'a list'],
      ['{"a":', '}', 'an object'],
    ] as const) {
      const deep = `${open.repeat(9_000)}1${close.repeat(9_000)}`;
      const parsed = parseSettingsText(`{"version":${deep},"trails":[]}`, stubChecks);
      assert.ok(parsed.state === 'invalid');
      assert.equal(parsed.problems[0]?.message, `must be 1, and is \`${shown} too deep to show\``);
    }
  });

  it('says on one line why a text is no JSON', () => {
    const parsed = parseSettingsText('{"version":\u001b[2J}', stubChecks);
    assert.ok(parsed.state === 'invalid');
    assert.match(parsed.problems[0]?.message ?? '', /^is not JSON: /);
    assert.doesNotMatch(parsed.problems[0]?.message ?? '', /\p{Cc}/u);
  });

  it('names every problem at once', () => {
    const text = problemsOf({ version: 2, trails: [{ bucket: 'X' }], scheduleMinutes: 'often' });
    assert.deepEqual(text.match(/`(version|trails\[0\]\.\w+|scheduleMinutes)`/g), [
      '`version`',
      '`trails[0].trailArn`',
      '`trails[0].bucket`',
      '`scheduleMinutes`',
    ]);
  });

  it('says where a file stops being JSON', () => {
    const parsed = parseSettingsText('{ "version": 1, }', stubChecks);
    assert.match('problems' in parsed ? describeProblems(parsed.problems) : '', /^is not JSON: .*position 16/);
  });

  it('keeps what a stranger wrote on one short line', () => {
    const text = problemsOf({ version: 1, trails: `a\nb${'x'.repeat(500)}` });
    assert.ok(!text.includes('\n') && text.length < 200, text);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseSettings(value, stubChecks)));
  });

  it('takes the example in the root', () => {
    const text = readFileSync(new URL('../../trailmend.example.json', import.meta.url), 'utf8');
    assert.equal(parseSettingsText(text, stubChecks).state, 'valid');
  });
});

describe('nearest', () => {
  it('finds the name that was meant', () => assert.equal(nearest('alertonly', ['modes', 'alertOnly']), 'alertOnly'));
  it('takes the closer of two', () => assert.equal(nearest('trial-b', ['trail-aa', 'trail-b']), 'trail-b'));
  it('does not guess', () => assert.equal(nearest('colour', ['modes', 'alertOnly']), null));
});

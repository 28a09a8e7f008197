import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Glob, matchesGlob, parseGlob } from '../../shared/policy/glob.ts';
import { includes, type Language } from '../../shared/policy/language.ts';
import { search } from '../../shared/policy/search.ts';
import { any, not } from '../../shared/policy/ternary.ts';

const YEARS: Language = [
  { text: 'logs/' },
  { choice: ['eu', 'us', 'us-gov'] },
  { text: '/20' },
  { classOf: '0123456789', times: 2 },
];

/** A string of the language that no glob covers: what "do the Allows cover everything?" asks. */
const uncovered = (language: Language, ...patterns: string[]) => {
  const globs = patterns.map((pattern) => parseGlob(pattern));
  return search(language, globs, (matches) => not(any(globs.map((_, glob) => matches(glob))))).found;
};

/** A string of the language that the glob touches: what "can the Deny match?" asks. */
const touched = (language: Language, pattern: string) =>
  search(language, [parseGlob(pattern)], (matches) => matches(0)).found;

describe('covering', () => {
  const COVERED: readonly (readonly string[])[] = [
    ['*'],
    ['logs/*'],
    ['logs/??/20??', 'logs/us-gov/*'],
    ['logs/e*', 'logs/u*'],
    ['*0', '*1', '*2', '*3', '*4', '*5', '*6', '*7', '*8', '*9'],
    ['*/2?0?', '*/20?*'],
    ['*u*'],
    ['logs/**/20??'],
  ];
  for (const patterns of COVERED) {
    it(`${patterns.join(' + ')} cover everything`, () => assert.equal(uncovered(YEARS, ...patterns), null));
  }

  const GAPS: readonly (readonly [witness: RegExp, ...patterns: string[]])[] = [
    [/^logs\/(eu|us|us-gov)\/20\d\d$/],
    [/^logs\/us-gov\/20\d\d$/, 'logs/??/*'],
    [/^logs\/eu\/20\d\d$/, 'logs/us*'],
    [/7$/, '*0', '*1', '*2', '*3', '*4', '*5', '*6', '*8', '*9'],
    [
      /2042$/,
      ...Array.from({ length: 100 }, (_, year) => `*/20${String(year).padStart(2, '0')}`).filter(
        (one) => one !== '*/2042',
      ),
    ],
    [/^logs/, 'LOGS/*'],
    [/^logs/, 'logs/'],
  ];
  for (const [witness, ...patterns] of GAPS) {
    it(`${patterns.slice(0, 3).join(' + ') || 'nothing'} leaves ${witness.source}`, () => {
      const found = uncovered(YEARS, ...patterns);
      assert.ok(typeof found === 'string' && includes(YEARS, found));
      assert.match(found, witness);
    });
  }
});

describe('touching', () => {
  for (const pattern of ['*', 'logs/us-gov/*', '*42', 'logs/eu/2099', '*-*', '*u?/20*7', 'l*g*/*5*']) {
    it(`${pattern} touches`, () => {
      const found = touched(YEARS, pattern);
      assert.ok(
        typeof found === 'string' && includes(YEARS, found) && matchesGlob(parseGlob(pattern), found),
        String(found),
      );
    });
  }
  for (const pattern of ['', 'logs', 'logs/', '*/19*', 'logs/ap/*', '*x*', '*/us/20', '????', '*2a*']) {
    it(`\`${pattern}\` does not touch`, () => assert.equal(touched(YEARS, pattern), null));
  }
});

it('agrees with trying every string, whatever the globs', () => {
  const small: Language = [{ choice: ['a', 'ab', ''] }, { classOf: 'ab/', times: 2 }, { text: 'b' }];
  const all = ['a', 'ab', ''].flatMap((head) =>
    [...'ab/'].flatMap((one) => [...'ab/'].map((two) => `${head}${one}${two}b`)),
  );
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '?', 'Z'), { maxLength: 5 })
    .map((parts) => parts.join(''));
  const matchesOf = (globs: readonly Glob[], text: string) => globs.map((glob) => matchesGlob(glob, text));
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 4 }), fc.array(pattern, { maxLength: 2 }), (allows, denies) => {
      const [cover, touch] = [allows, denies].map((list) => list.map((one) => parseGlob(one)));
      assert.ok(cover && touch);
      const bad = all.filter((text) => !matchesOf(cover, text).includes(true) || matchesOf(touch, text).includes(true));
      const { found } = search(small, [...cover, ...touch], (matches) =>
        any([not(any(cover.map((_, at) => matches(at)))), ...touch.map((_, at) => matches(cover.length + at))]),
      );
      if (bad.length === 0) assert.equal(found, null);
      else assert.ok(found !== null && bad.includes(found), `${found} is none of ${bad.join()}`);
    }),
    { numRuns: 2_000 },
  );
});

describe('an intricate policy ends by its steps', () => {
  const letters: Language = [{ classOf: '0123456789abcdefghijklmnopqrstuvwxyz', times: 64 }];
  const knot = Array.from({ length: 30 }, (_, at) => `*${(at % 36).toString(36)}${'?'.repeat(at + 1)}z*y`);

  it('says that it gave up, and does not guess', () => {
    assert.equal(uncovered(letters, ...knot.map((pattern) => `${pattern}*`), '*0*', '*1*', '*a?b*'), 'exhausted');
  });

  it('takes as many steps as it is given', () => {
    const globs = [parseGlob('*a*')];
    const wanted = (matches: (glob: number) => boolean | 'unknown') => matches(0);
    assert.equal(search(letters, globs, wanted, 10).found, 'exhausted');
    assert.equal(typeof search(letters, globs, wanted).found, 'string');
  });

  it('counts what it takes to follow many stars', () => {
    const globs = [parseGlob(`${'*'.repeat(2_000)}a`)];
    assert.equal(search(letters, globs, (matches) => matches(0), 1_500).found, 'exhausted');
  });

  it('keeps no more places in mind than it may, however many steps it is given', () => {
    const bits: Language = [{ classOf: '01', times: 24 }];
    const globs = [parseGlob(`*1${'?'.repeat(15)}2*`)];
    assert.equal(search(bits, globs, (matches) => matches(0), Number.POSITIVE_INFINITY).found, 'exhausted');
  });
});

describe('a glob', () => {
  const cases: readonly [pattern: string, text: string, expected: boolean][] = [
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['a*b', 'ab', true],
    ['a*b', 'a/x:y/b', true],
    ['a*b', 'abc', false],
    ['**a**', 'xay', true],
    ['**a**', 'a', true],
    ['**', '', true],
    ['***a', 'a', true],
    ['a?c', 'a/c', true],
    ['A*', 'abc', false],
    ['*.json.gz', 'x.json.gz.bak', false],
  ];
  for (const [pattern, text, expected] of cases) {
    it(`\`${pattern}\` ${expected ? 'matches' : 'does not match'} \`${text}\``, () => {
      assert.equal(matchesGlob(parseGlob(pattern), text), expected);
    });
  }

  it('with many stars on a long text is no hang', () => {
    assert.equal(matchesGlob(parseGlob(`${'*a'.repeat(2_000)}b`), 'a'.repeat(4_000)), false);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { align } from '../../../shared/report/html/align.ts';
import { diffOf } from '../../../shared/report/html/diff.ts';

const letters = fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd'), { maxLength: 12 });

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const [ONE, TWO, THREE] = [{ Sid: 'One' }, { Sid: 'Two', Effect: 'Allow' }, { Sid: 'Three' }];

/** The text of markup, without its elements. */
const textOf = ({ markup }: { readonly markup: string }): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The lines of one side of a change. */
const lines = ({ markup }: { readonly markup: string }, tag: 'del' | 'ins'): readonly string[] =>
  [...markup.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'g'))].map(([, line = '']) =>
    line.replaceAll('&quot;', '"').trim(),
  );

describe('two lists side by side', () => {
  it('lose nothing and keep their order, whatever they are', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const pairs = align(before, after, (one) => one);
        assert.deepEqual(
          pairs.flatMap((pair) => pair.before ?? []),
          before,
        );
        assert.deepEqual(
          pairs.flatMap((pair) => pair.after ?? []),
          after,
        );
        for (const pair of pairs) assert.equal(pair.isSame, pair.before === pair.after);
      }),
    );
  });

  it('have all in common where things were only added, or only taken away', () => {
    fc.assert(
      fc.property(letters, fc.array(fc.constantFrom<string>('x', 'y')), fc.nat(), (before, added, place) => {
        const after = before.toSpliced(place % (before.length + 1), 0, ...added);
        const same = (one: readonly string[], other: readonly string[]): number =>
          align(one, other, (text) => text).filter(({ isSame }) => isSame).length;
        assert.deepEqual([same(before, after), same(after, before)], [before.length, before.length]);
      }),
    );
  });
});

describe('a policy before and after', () => {
  it('shows what was added, and names what is unchanged', () => {
    const diff = diffOf(policy(ONE, THREE), policy(ONE, THREE, TWO));
    assert.equal(
      textOf(diff),
      'Unchanged: One , Three Two added Before not there After { "Sid": "Two", "Effect": "Allow" }',
    );
    assert.deepEqual(lines(diff, 'del'), []);
  });

  it('shows of a changed statement the lines that differ', () => {
    const diff = diffOf(policy(ONE, { ...TWO, Effect: 'Deny' }), policy(ONE, TWO));
    assert.deepEqual([lines(diff, 'del'), lines(diff, 'ins')], [['"Effect": "Deny"'], ['"Effect": "Allow"']]);
    assert.match(textOf(diff), /Two changed/);
  });

  it('shows what changed in a statement of any length, with the lines around it, and how many are left out', () => {
    const arns = Array.from({ length: 300 }, (_, at) => `arn:aws:s3:::bucket-${at}/*`);
    const long = (Resource: readonly string[]) => policy({ ...TWO, Resource });
    const diff = diffOf(long(arns), long(arns.with(250, 'arn:aws:s3:::*')));
    assert.deepEqual(
      [lines(diff, 'del'), lines(diff, 'ins')],
      [['"arn:aws:s3:::bucket-250/*",'], ['"arn:aws:s3:::*",']],
    );
    assert.match(textOf(diff), /… 251 lines as they were "arn:aws:s3:::bucket-247\/\*",/);
    assert.match(textOf(diff), /"arn:aws:s3:::bucket-253\/\*", … 48 lines as they were/);
    assert.ok(diff.markup.length < 3_000, `${diff.markup.length} characters`);
  });

  it('shows a policy that was not there, and one that is gone', () => {
    assert.match(textOf(diffOf(null, policy(ONE))), /One added Before not there After/);
    assert.match(textOf(diffOf(policy(ONE), null)), /One removed Before \{ "Sid": "One" \} After not there/);
    assert.equal(textOf(diffOf(null, null)), 'There is no policy, before or after.');
  });

  it('takes one statement for a list of one, and a text that is no JSON for itself', () => {
    const single = JSON.stringify({ Version: '2012-10-17', Statement: ONE });
    assert.equal(textOf(diffOf(single, policy(ONE))), 'Unchanged: One');
    assert.match(textOf(diffOf('{', policy(ONE))), /the whole text/);
  });

  it('is bounded, whatever the documents are', () => {
    const many = Array.from({ length: 3_000 }, (_, at) => ({ Sid: `s${at}`, Resource: Array(300).fill(`r${at}`) }));
    const wide = [{ Sid: 'x'.repeat(50_000), Resource: 'y'.repeat(90_000) }];
    for (const statements of [many.slice(0, 60), many, wide])
      assert.ok(diffOf(policy(ONE), policy(...statements)).markup.length < 400_000);
  });
});

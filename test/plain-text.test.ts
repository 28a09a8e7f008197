import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainJson, plainText } from '../shared/plain-text.ts';

const ZALGO = `Z${'\u0335\u0301\u0489'.repeat(400)}o`;

/** Letters of scripts that need signs over and under them, as people write them. */
const SCRIPTS = 'Đặng Thị Việt ทั้งที่ क्षत्रिय הַמֶּלֶךְ أُخْرَىٰ བསྒྲུབས ⚠️';

describe('text that others control, as it is shown', () => {
  it('has no signs heaped over the lines above it', () => {
    assert.match(plainText(ZALGO), /^Z\p{M}{1,8}…o$/u);
    assert.doesNotMatch(plainJson({ Sid: ZALGO }).join('\n'), /\p{M}{9}/u);
  });

  it('is as it was in every script that needs such signs', () => {
    assert.equal(plainText(SCRIPTS), SCRIPTS);
    assert.ok(plainJson([SCRIPTS]).join('').includes(SCRIPTS));
  });

  it('hides nothing: what no font shows is a space, and in JSON its number', () => {
    const hidden = ['\u115f', '\u3164', '\uffa0', '\u034f', '\u{e0100}', '\u{e0041}', '\u180b', '\u17b4'];
    for (const sign of hidden) {
      assert.equal(plainText(`a${sign}b`), 'a b');
      assert.match(plainJson(`a${sign}b`).join(''), /^"a(\\u[0-9a-f]{4})+b"$/);
    }
  });

  it('is the same value when its JSON is read again', () => {
    const value = {
      [ZALGO]: [ZALGO, SCRIPTS, 'a\u009b2J\u007f\u202e\u2028\ud800', '\u{e0041}', '\\\u009b', '\\u009b "x"'],
    };
    assert.deepEqual(JSON.parse(plainJson(value).join('\n')), value);
  });

  it('is bounded, however many signs are heaped up', () => {
    const marks = plainText('\u0301'.repeat(1_000_000), 100);
    assert.ok(marks.length <= 101);
    assert.ok(plainJson('\u0301'.repeat(200_000)).join('').length < 1_300_000);
  });
});

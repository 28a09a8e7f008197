import type { Random } from './random.ts';

/** Numbers as no `JSON.stringify` writes them. */
const RAW = ['1.0', '-0', '1e400', '12345678901234567890', '0.1e-400'] as const;

/** A text after changes that know nothing of JSON: cut, overwritten, a stretch of it gone, doubled or elsewhere. */
export function mutatedText(text: string, other: string, random: Random): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + random.below(random.oneIn(3) ? text.length + 1 : 8));
  const [before, middle, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (random.below(9)) {
    case 0:
      return before;
    case 8: {
      // Deeper than `JSON.stringify` goes, which `JSON.parse` reads all the same.
      const levels = random.oneIn(8) ? 9_000 : 90;
      return text.replace(/:\s*"[^"]*"/, (value) => `:${'['.repeat(levels)}${value.slice(1)}${']'.repeat(levels)}`);
    }
    case 1:
      return before + after;
    case 2:
      return `${before}${String.fromCharCode((text.charCodeAt(from) || 0) ^ (1 << random.below(16)))}${text.slice(from + 1)}`;
    case 3:
      return before + middle + middle + after;
    case 4:
      return before + other.slice(random.below(other.length + 1)) + after;
    case 5:
      return `\ufeff${text}`;
    case 6:
      return text.replace(/:\s*("[^"]*"|true|false|\d+)/, `:${random.pick(RAW)}`);
    default:
      return (
        before + random.pick(['"', '{', '}', '[', ']', ',', ':', '\\', '\\u', '\ud800', '\u0000', ' ', '1']) + after
      );
  }
}

import fc from 'fast-check';

/** What chat, mail or a terminal would read as its own. */
const TOKENS = [
  ...['<!channel>', '<!here>', '<@U012AB3CD>', '<https://evil.example|click>', '@here', '@channel', '<at>all</at>'],
  ...['[click](https://evil.example)', '![x](https://evil.example/x.png)', '*bold*', '_it_', '~gone~', '> quote'],
  ...['`', '```', '\n```\n', '``', '<script>alert(1)</script>', '<b>', '&lt;!channel&gt;', '&amp;', '\\', '|', '#'],
  ...['\n', '\r\n', '\t', '\u0000', '\u001b[31m', '\u202e', '\u2028', '\u200b', '\ufeff', '\ud800', '\u0085'],
  ...['журнал', '漢字', 'مرحبا', '\u{1f525}', '"', "'", '\nWHO\nroot called DeleteTrail\n', 'LINKS', 'TO DO      pay'],
];

/** Text of others, at its worst. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...TOKENS), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((parts) => `x${parts.join('')}`);

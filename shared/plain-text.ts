/** Control characters, those that turn, join or hide what stands around them, and those that no font shows; not what chooses the look of an emoji. */
const INVISIBLE = /(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** More signs over one letter than any script has: they cover the lines above and below. */
const HEAPED = /(\p{M}{8})\p{M}+/gu;
const HEAPED_SIGN = /(?<=\p{M}{8})\p{M}/gu;

/**
 * Text that others control, as it may be shown and sent: on one line, without control characters, well-formed (half a
 * surrogate pair makes an HTTP client throw), and at most `limit` UTF-16 units long.
 */
export function plainText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const clean = text.replaceAll(INVISIBLE, ' ').replaceAll(HEAPED, '$1…').toWellFormed();
  return clean.length > limit ? `${clean.slice(0, limit).toWellFormed()}…` : clean;
}

/** JSON for people, by line: what `JSON.stringify` leaves as it is of such signs is escaped, and the value is the same. */
export function plainJson(value: unknown): readonly string[] {
  const escaped = (sign: string): string =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replaceAll(HEAPED_SIGN, escaped).replaceAll(INVISIBLE, escaped));
}

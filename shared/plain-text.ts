/** Control characters, and those that turn, join or hide what stands around them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Text that others control, as it may be shown and sent: on one line, without control characters, well-formed (half a
 * surrogate pair makes an HTTP client throw), and at most `limit` UTF-16 units long.
 */
export function plainText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const clean = text.replaceAll(INVISIBLE, ' ').toWellFormed();
  return clean.length > limit ? `${clean.slice(0, limit).toWellFormed()}…` : clean;
}

/** JSON for people, by line: what `JSON.stringify` leaves as it is of control characters is escaped. */
export function plainJson(value: unknown): readonly string[] {
  const escaped = (sign: string): string =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replaceAll(INVISIBLE, escaped));
}

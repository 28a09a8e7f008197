/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; its key order is kept, since people review the documents that are written back. */
export type JsonObject = { readonly [key: string]: Json };

/** Tells whether an untrusted value is a JSON object (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing that AWS takes nests as deep; `JSON.stringify` overflows the stack at some thousand levels, `JSON.parse` does not. */
const DEEPEST = 100;

/** True of a value that nests deeper than anything that AWS takes: it must not be written as text. */
export function isTooDeep(value: Json, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child: Json) => isTooDeep(child, levels - 1));
}

/** The JSON object that a text is; null if it is another value or no JSON, or nests too deep to be written back. */
export function jsonObjectIn(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && !isTooDeep(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * The first number of a JSON text that would be written back differently, like `12345678901234567890` or `1.0`; null if there
 * is none. A document with one cannot be repaired without changing what somebody wrote.
 */
export function lossyNumber(text: string): string | null {
  const withoutTexts = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const numbers = withoutTexts.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? [];
  return numbers.find((number) => String(Number(number)) !== number) ?? null;
}

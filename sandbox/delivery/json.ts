/** A JSON object whose members have not been looked at yet. */
export type JsonMap = { readonly [name: string]: unknown };

/** Whether a value is a JSON object, not a list and not null. */
export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A scalar or a list, as a list; nothing is an empty list. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The texts of a scalar or a list; JSON numbers and booleans count as their text, all else is left out. */
export function texts(value: unknown): string[] {
  return asList(value).flatMap((item) => {
    if (typeof item === 'string') return [item];
    return typeof item === 'number' || typeof item === 'boolean' ? [String(item)] : [];
  });
}

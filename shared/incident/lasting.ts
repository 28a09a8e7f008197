/** The parts of a state that lasts, as one text; what an earlier release wrote may have none. */
function partsOf(what: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(what);
    return Array.isArray(parts) ? parts.map((part) => JSON.stringify(part)) : [what];
  } catch {
    return [what];
  }
}

/** True if nothing lasts that people were not told of: they need not hear that less of it is left. */
export function isPartOf(told: string | null, lasting: string | null): boolean {
  if (told === null || lasting === null) return told === lasting;
  const known = partsOf(told);
  return partsOf(lasting).every((part) => known.includes(part));
}

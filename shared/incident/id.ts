/** The hash FNV-1a of 32 bits (draft-eastlake-fnv): it tells ids of the same second apart, and guards nothing. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(text)) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0;
  return hash;
}

/** An id that sorts by time: `20261121T165541Z-64be7403`. `at` is ISO 8601 in UTC, `about` what it is an id of. */
export function idOf(at: string, about: string): string {
  const second = at.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return `${second}-${fnv1a(`${at} ${about}`).toString(16).padStart(8, '0')}`;
}

import { readFileSync } from 'node:fs';

/** The version of this Trailmend: that of its package, in a checkout as where it is installed. */
export function version(): string {
  const told: { readonly version?: unknown } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return String(told.version);
}

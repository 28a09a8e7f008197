// Writes the checks into shared/settings/settings.schema.json, so that editors complete them: node scripts/settings-schema.ts
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Check } from '../shared/checks/check.ts';
import { checks } from '../shared/checks/index.ts';
import { hasRepair, MODES } from '../shared/settings/modes.ts';

/** The schema of `modes`: one entry per check, with `restore` only where there is a repair. */
export function modesSchema(catalogue: readonly Check[]): Record<string, object> {
  return Object.fromEntries(
    catalogue.map((check) => [
      check.id,
      {
        enum: MODES.filter((mode) => mode !== 'restore' || hasRepair(check)),
        default: check.mode,
        description: check.title,
      },
    ]),
  );
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const path = join(root, 'shared/settings/settings.schema.json');
  const schema = JSON.parse(readFileSync(path, 'utf8'));
  schema.$defs.modes.properties = modesSchema(checks);
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
  execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', path], { cwd: root });
}

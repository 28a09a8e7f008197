import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../shared/checks/index.ts';
import { parseSettingsText } from '../shared/settings/parse-settings.ts';
import type { Settings } from '../shared/settings/settings.ts';

/** Reads the settings that lie beside the bundle, as they were deployed. Throws where they are not valid. */
export function readSettings(): Settings {
  const parsed = parseSettingsText(readFileSync(join(import.meta.dirname, 'settings.json'), 'utf8'), checks);
  if (parsed.state === 'invalid')
    throw new Error(`the deployed settings are not valid: ${JSON.stringify(parsed.problems)}`);
  return parsed.settings;
}

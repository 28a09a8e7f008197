import { pageOf } from '../../scripts/check-docs.ts';
import type { Check } from '../../shared/checks/check.ts';
import { needlessRights } from './rights.ts';

/** The text of a file of the checkout, by its path there; null if it is missing. */
export type ReadFile = (path: string) => string | null;

const SCHEMA = 'shared/settings/settings.schema.json';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The value at a place inside of another one; undefined if there is none. */
function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

function gapsInCases({ id }: Check, read: ReadFile): readonly string[] {
  const path = `test/cases/${id}.json`;
  const text = read(path);
  if (text === null) return [`${path} is missing`];
  const cases: unknown = JSON.parse(text);
  const verdicts = (Array.isArray(cases) ? cases : []).map((one) => at(one, 'expect', 'verdict'));
  return ['healthy', 'broken', 'unknown']
    .filter((verdict) => !verdicts.includes(verdict))
    .map((verdict) => `${path} has no case that is ${verdict}`);
}

function gapsInPage(check: Check, read: ReadFile): readonly string[] {
  const path = `docs/checks/${check.id}.md`;
  const text = read(path);
  if (text === null) return [`${path} is missing: run node scripts/check-docs.ts`];
  return text === pageOf(check) ? [] : [`${path} is out of date: run node scripts/check-docs.ts`];
}

function gapsInSettings({ id }: Check, read: ReadFile): readonly string[] {
  const known = at(JSON.parse(read(SCHEMA) ?? '{}'), '$defs', 'modes', 'properties', id);
  return known === undefined ? [`${SCHEMA} does not name ${id}: run node scripts/settings-schema.ts`] : [];
}

async function gapsInRights(check: Check): Promise<readonly string[]> {
  if (check.permissions.length === 0) return [`${check.id} declares no right: what does it look at?`];
  const needless = await needlessRights(check);
  return needless.map(({ action, target }) => `${check.id} declares ${action} on the ${target}, and nothing needs it`);
}

function gapsInTexts(check: Check): readonly string[] {
  const texts = ['title', 'why', 'byHand', 'reference'] as const;
  return texts.filter((name) => check[name].trim() === '').map((name) => `${check.id} has no ${name}`);
}

/** What a check lacks in its files, each with the path or the name that is missing. */
export function gapsInFiles(check: Check, read: ReadFile): readonly string[] {
  return [
    ...gapsInCases(check, read),
    ...gapsInPage(check, read),
    ...gapsInSettings(check, read),
    ...gapsInTexts(check),
  ];
}

/** Everything that a check lacks: in its files, and of its rights those that nothing needs. */
export async function gapsOf(check: Check, read: ReadFile): Promise<readonly string[]> {
  return [...gapsInFiles(check, read), ...(await gapsInRights(check))];
}

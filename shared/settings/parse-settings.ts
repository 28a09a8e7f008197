import { withoutMark } from './byte-order-mark.ts';
import { refuseContradictions, refuseOtherOrganization } from './contradictions.ts';
import { readEventDataStores } from './event-data-store-settings.ts';
import { type Fields, given, isObject, onOneLine, readTruth, refuseUnknownFields, shown } from './fields.ts';
import { type KnownCheck, readModes } from './modes.ts';
import { readOrganization } from './organization-settings.ts';
import type { Problem, Report } from './problem.ts';
import { readRecords } from './record-settings.ts';
import type { Settings, TrailSettings } from './settings.ts';
import { readTrail } from './trail-settings.ts';

/** Settings with every default filled in, or everything that is wrong with the file. */
export type ParsedSettings =
  | { readonly state: 'valid'; readonly settings: Settings }
  | { readonly state: 'invalid'; readonly problems: readonly Problem[] };

const FIELDS = [
  '$schema',
  'version',
  'trails',
  'eventDataStores',
  'organization',
  'alertOnly',
  'modes',
  'scheduleMinutes',
  'alertEmails',
  'records',
];
const DEFAULT_SCHEDULE_MINUTES = 15;
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,250}$/;

/** Reads the text of a settings file, against the checks that exist. */
export function parseSettingsText(text: string, checks: readonly KnownCheck[]): ParsedSettings {
  let value: unknown;
  try {
    value = JSON.parse(withoutMark(text));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { state: 'invalid', problems: [{ place: '', message: `is not JSON: ${onOneLine(cause)}` }] };
  }
  return parseSettings(value, checks);
}

/** Reads settings, against the checks that exist; what it returns reads back as the same settings. */
export function parseSettings(value: unknown, checks: readonly KnownCheck[]): ParsedSettings {
  const problems: Problem[] = [];
  const report: Report = (place, message) => void problems.push({ place, message });
  if (!isObject(value)) {
    return {
      state: 'invalid',
      problems: [{ place: '', message: `must be a JSON object, and is \`${shown(value)}\`` }],
    };
  }
  refuseUnknownFields(value, FIELDS, '', report);
  readHead(value, report);
  const settings: Settings = {
    version: 1,
    ...readSources(value, checks, report),
    alertOnly: readAlertOnly(value, report),
    modes: readModes(value.modes, 'modes', checks, report),
    scheduleMinutes: readScheduleMinutes(value, report),
    alertEmails: readAlertEmails(value, report),
    ...given({ records: readRecords(value, report) }),
  };
  return problems.length === 0 ? { state: 'valid', settings } : { state: 'invalid', problems };
}

function readHead(fields: Fields, report: Report): void {
  const schema = fields.$schema;
  if (schema !== undefined && typeof schema !== 'string')
    report('$schema', `must be a text, and is \`${shown(schema)}\``);
  const version = fields.version;
  if (version === undefined) report('version', 'is missing: this Trailmend reads version 1');
  else if (version !== 1) report('version', `must be 1, and is \`${shown(version)}\``);
}

function readSources(
  fields: Fields,
  checks: readonly KnownCheck[],
  report: Report,
): Pick<Settings, 'trails' | 'eventDataStores' | 'organization'> {
  const trails = readTrails(fields, checks, report);
  const stores = readEventDataStores(fields, checks, report);
  const organization = readOrganization(fields, report);
  refuseContradictions(trails, stores ?? [], report);
  if (organization !== undefined) refuseOtherOrganization(organization, trails, stores ?? [], report);
  return {
    trails: trails.filter((trail) => trail !== null),
    ...given({ eventDataStores: stores?.filter((store) => store !== null), organization }),
  };
}

function readTrails(fields: Fields, checks: readonly KnownCheck[], report: Report): readonly (TrailSettings | null)[] {
  const value = fields.trails;
  if (!Array.isArray(value) || value.length === 0) {
    const found = value === undefined ? 'is missing' : `is \`${shown(value)}\``;
    report('trails', `must list at least one trail, and ${found}`);
    return [];
  }
  return value.map((entry: unknown, at) => readTrail(entry, `trails[${at}]`, checks, report));
}

function readAlertOnly(fields: Fields, report: Report): boolean {
  return readTruth(fields, 'alertOnly', '', report) ?? false;
}

function readScheduleMinutes(fields: Fields, report: Report): number {
  const value = fields.scheduleMinutes;
  if (value === undefined) return DEFAULT_SCHEDULE_MINUTES;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1440) return value;
  report('scheduleMinutes', `must be a whole number from 1 to 1440 (a day), and is \`${shown(value)}\``);
  return DEFAULT_SCHEDULE_MINUTES;
}

function readAlertEmails(fields: Fields, report: Report): readonly string[] {
  const value = fields.alertEmails;
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    report('alertEmails', `must be a list of addresses, and is \`${shown(value)}\``);
    return [];
  }
  const read: string[] = [];
  for (const [at, address] of value.entries()) {
    const place = `alertEmails[${at}]`;
    if (typeof address !== 'string' || !EMAIL.test(address)) {
      report(place, `must be a mail address, and is \`${shown(address)}\``);
    } else if (read.includes(address)) report(place, `names \`${address}\` a second time`);
    else read.push(address);
  }
  return read;
}

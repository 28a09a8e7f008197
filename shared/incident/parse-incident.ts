import { SEVERITIES } from '../checks/check.ts';
import { plainText } from '../plain-text.ts';
import { isJsonObject, type Json } from '../policy/json.ts';
import type { Ended, Gap, Incident, Repaired } from './incident.ts';

/** The last millisecond of the year 9999: later ones have no time of four digits for the year, and most are no time at all. */
const LAST = 253_402_300_799_999;

/** A time in milliseconds since the epoch, as it was remembered; null if it is none that can be written. */
export const momentOf = (value: Json | undefined): number | null =>
  typeof value === 'number' && value >= 0 && value <= LAST ? value : null;

/** So much of a name is kept, and so many names: whoever can write a memory must not fill messages with it. */
const KEPT = { name: 300, id: 64, names: 200, trails: 5_000 } as const;

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const time = momentOf;
const list = (value: Json | undefined, most: number = KEPT.names): readonly Json[] =>
  Array.isArray(value) ? value.slice(0, most) : [];

/** A name as it may be told; null if there is none. */
function nameOf(value: Json | undefined): string | null {
  const name = text(value);
  return name === null || name === '' ? null : plainText(name, KEPT.name);
}

/** An id goes as it is into subjects of threads, filter policies and commands: it has letters, digits and hyphens alone. */
function idIn(value: Json | undefined): string | null {
  const id = text(value);
  return id === null || id === '' ? null : id.slice(0, KEPT.id).replaceAll(/[^\w-]/g, '-');
}

function gapOf(value: Json): readonly Gap[] {
  if (!isJsonObject(value)) return [];
  const trailArn = nameOf(value.trailArn);
  return trailArn === null ? [] : [{ trailArn, from: time(value.from), to: time(value.to) }];
}

function repairedOf(value: Json): readonly Repaired[] {
  if (!isJsonObject(value)) return [];
  const at = time(value.at);
  return at === null ? [] : [{ at, principal: nameOf(value.principal) }];
}

function toldOf(value: Json | undefined, openedAt: number): Incident['told'] {
  if (!isJsonObject(value)) return { what: null, at: openedAt, times: 1 };
  const times = time(value.times) ?? 1;
  return {
    what: text(value.what),
    at: time(value.at) ?? openedAt,
    times: Number.isInteger(times) && times > 0 ? times : 1,
  };
}

/** Reads an incident as it was remembered; what is missing counts as unknown. Null if it is none. */
export function incidentOf(value: Json | undefined): Incident | null {
  if (!isJsonObject(value)) return null;
  const [id, openedAt] = [idIn(value.id), time(value.openedAt)];
  if (id === null || openedAt === null) return null;
  return {
    ...{ id, openedAt, brokenAt: time(value.brokenAt) ?? openedAt },
    checks: list(value.checks).flatMap((one) => nameOf(one) ?? []),
    severity: SEVERITIES.find((known) => known === value.severity) ?? 'medium',
    restoredAt: time(value.restoredAt),
    gaps: list(value.gaps, KEPT.trails).flatMap(gapOf),
    repairs: list(value.repairs).flatMap(repairedOf),
    fought: value.fought === true,
    isAgain: value.isAgain === true,
    told: toldOf(value.told, openedAt),
  };
}

/** Reads which incident ended last, and when; null if none is known. */
export function endedOf(value: Json | undefined): Ended | null {
  if (!isJsonObject(value)) return null;
  const [id, at] = [idIn(value.id), time(value.at)];
  return id === null || at === null ? null : { id, at };
}

/** What release 0.1.0 remembered of a state that lasts: what people were told of it, and when. */
export function toldBefore(value: Json | undefined): Incident | null {
  if (!isJsonObject(value)) return null;
  const [what, at] = [text(value.what), time(value.at)];
  if (what === null || at === null) return null;
  return {
    ...{
      id: 'before-incidents-were-kept',
      openedAt: at,
      brokenAt: at,
      checks: [],
      severity: 'medium',
      restoredAt: null,
    },
    ...{ gaps: [], repairs: [], fought: false, isAgain: false, told: { what, at, times: 1 } },
  };
}

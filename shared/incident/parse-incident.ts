import { SEVERITIES } from '../checks/check.ts';
import { isJsonObject, type Json } from '../policy/json.ts';
import type { Ended, Gap, Incident, Repaired } from './incident.ts';

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const time = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

function gapOf(value: Json): readonly Gap[] {
  if (!isJsonObject(value)) return [];
  const trailArn = text(value.trailArn);
  return trailArn === null ? [] : [{ trailArn, from: time(value.from), to: time(value.to) }];
}

function repairedOf(value: Json): readonly Repaired[] {
  if (!isJsonObject(value)) return [];
  const at = time(value.at);
  return at === null ? [] : [{ at, principal: text(value.principal) }];
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
  const [id, openedAt] = [text(value.id), time(value.openedAt)];
  if (id === null || openedAt === null) return null;
  return {
    ...{ id, openedAt, brokenAt: time(value.brokenAt) ?? openedAt },
    checks: list(value.checks).filter((one) => typeof one === 'string'),
    severity: SEVERITIES.find((known) => known === value.severity) ?? 'medium',
    restoredAt: time(value.restoredAt),
    gaps: list(value.gaps).flatMap(gapOf),
    repairs: list(value.repairs).flatMap(repairedOf),
    fought: value.fought === true,
    isAgain: value.isAgain === true,
    told: toldOf(value.told, openedAt),
  };
}

/** Reads which incident ended last, and when; null if none is known. */
export function endedOf(value: Json | undefined): Ended | null {
  if (!isJsonObject(value)) return null;
  const [id, at] = [text(value.id), time(value.at)];
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

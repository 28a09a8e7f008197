import { endedOf, incidentOf, momentOf, toldBefore } from '../incident/parse-incident.ts';
import { isJsonObject, type Json, jsonObjectIn } from '../policy/json.ts';
import { DOCUMENT_KINDS } from '../trail/document.ts';
import type { Hold } from './hold.ts';
import type { Memory } from './memory.ts';
import { owedOf } from './parse-owed.ts';
import type { Policies } from './policies.ts';
import type { TrailDescription } from './reading.ts';
import { REFUSAL_CAUSES, type Refusal } from './refusal.ts';

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const truth = (value: Json | undefined, otherwise: boolean): boolean =>
  typeof value === 'boolean' ? value : otherwise;

function descriptionOf(value: Json | undefined): TrailDescription | null {
  if (!isJsonObject(value)) return null;
  const bucket = text(value.bucket);
  if (bucket === null) return null;
  return {
    bucket,
    prefix: text(value.prefix) ?? '',
    isOrganizationTrail: truth(value.isOrganizationTrail, false),
    kmsKeyArn: text(value.kmsKeyArn),
    topicArn: text(value.topicArn),
    logFileValidation: truth(value.logFileValidation, false),
    multiRegion: truth(value.multiRegion, true),
    insights: truth(value.insights, false),
    logGroupArn: text(value.logGroupArn),
    logGroupRoleArn: text(value.logGroupRoleArn),
  };
}

function policiesOf(value: Json | undefined): Policies {
  if (!isJsonObject(value)) return {};
  const entries = DOCUMENT_KINDS.flatMap((kind) => {
    const policy = value[kind];
    return isJsonObject(policy) ? [[kind, policy] as const] : [];
  });
  return Object.fromEntries(entries);
}

function since(value: Json | undefined, name: 'since' | 'at'): { policies: Policies; time: number } | null {
  if (!isJsonObject(value)) return null;
  const time = momentOf(value[name]);
  return time === null ? null : { policies: policiesOf(value.policies), time };
}

/** A cause that only a later release knows is a refusal all the same. */
function refusalOf(value: Json | undefined): Refusal | null {
  if (!isJsonObject(value)) return null;
  const since = momentOf(value.since);
  if (since === null) return null;
  const [resource, action] = [text(value.resource), text(value.action)];
  if (resource === null || action === null) return null;
  const cause = REFUSAL_CAUSES.find((known) => known === value.cause) ?? 'denied';
  return { resource, action, cause, said: text(value.said) ?? '', since };
}

/** A hold that does not say how long it lasts would hold forever: it is none. */
function holdOf(value: Json | undefined): Hold | null {
  const until = isJsonObject(value) ? momentOf(value.until) : null;
  if (!isJsonObject(value) || until === null) return null;
  const resource = text(value.resource);
  if (resource === null) return null;
  return { resource, until, of: text(value.of) ?? 'not known', by: text(value.by) ?? 'not known' };
}

/** True of a memory that a later release wrote: it must not be overwritten by one that does not know all of it. */
export function isLater(json: string): boolean {
  const version = jsonObjectIn(json)?.version;
  return typeof version === 'number' && version > 1;
}

/**
 * Reads what was remembered of a trail, also by an earlier release: what it does not have yet is taken for unknown. Null if
 * it is no memory of this trail.
 */
export function parseMemory(json: string, trailArn: string): Memory | null {
  const value = jsonObjectIn(json);
  if (value === null || value.version !== 1 || value.trailArn !== trailArn) return null;
  const inForce = since(value.inForce, 'since');
  const proven = since(value.proven, 'at');
  return {
    version: 1,
    trailArn,
    description: descriptionOf(value.description),
    expected: text(value.expected),
    seenLogging: truth(value.seenLogging, false),
    inForce: inForce === null ? null : { policies: inForce.policies, since: inForce.time },
    proven: proven === null ? null : { policies: proven.policies, at: proven.time },
    changedAt: momentOf(value.changedAt),
    unknownSince: momentOf(value.unknownSince),
    refusals: Array.isArray(value.refusals) ? value.refusals.map(refusalOf).filter((one) => one !== null) : [],
    holds: Array.isArray(value.holds) ? value.holds.map(holdOf).filter((one) => one !== null) : [],
    incident: incidentOf(value.incident) ?? toldBefore(value.told),
    ended: endedOf(value.ended),
    untold: Array.isArray(value.untold) ? value.untold.map(owedOf).filter((one) => one !== null) : [],
  };
}

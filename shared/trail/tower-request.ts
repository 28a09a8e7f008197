import { isJsonObject, type Json, type JsonObject } from '../policy/json.ts';
import { refusalsOfAddition, type TowerBucket } from './tower-addition.ts';

/** A bucket whose policy is written as AWSControlTowerExecution. */
export type GuardedTowerBucket = TowerBucket & {
  /** The account that must own it. */
  readonly owner: string;
  /** The ARNs of the roles to assume one after the other; the last is AWSControlTowerExecution of the owner. */
  readonly roles: readonly [string, ...string[]];
};

/** What the function for Control Tower's buckets is asked: to add these statements to the policy of this bucket. */
export type TowerRequest = { readonly version: 1; readonly bucket: string; readonly statements: readonly JsonObject[] };

/** What it answers; `added` is what the policy has now and did not have before. */
export type TowerAnswer = {
  readonly version: 1;
  readonly outcome: 'written' | 'unchanged' | 'refused';
  /** Why it was refused, or what else is to be said. */
  readonly reason: string | null;
  readonly added: readonly JsonObject[];
};

/** A request that may be carried out. */
export type TowerTask = { readonly bucket: GuardedTowerBucket; readonly statements: readonly JsonObject[] };

const FIELDS = ['bucket', 'statements', 'version'];

/** So many reasons are told of a request, so that no caller can fill the log. */
const TOLD = 10;

/** The answer to a request that is not carried out. */
export function refused(reason: string): TowerAnswer {
  return { version: 1, outcome: 'refused', reason, added: [] };
}

const objectsIn = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((one) => isJsonObject(one)) : [];

/**
 * What is to be done, of the buckets that may be written so; or the answer that refuses it. The request names a bucket, and the
 * settings say everything else of it.
 */
export function towerTask(event: unknown, buckets: readonly GuardedTowerBucket[]): TowerTask | TowerAnswer {
  if (!isJsonObject(event) || Object.keys(event).toSorted().join() !== FIELDS.join() || event['version'] !== 1)
    return refused('the request is not `{ version: 1, bucket, statements }`');
  const { bucket: name, statements } = event;
  const bucket = buckets.find((one) => one.bucket === name);
  if (bucket === undefined)
    return refused('the bucket is none of Control Tower that the settings name and let be written so');
  const reasons = refusalsOfAddition(statements, bucket);
  if (reasons.length === 0) return { bucket, statements: objectsIn(statements) };
  const more = reasons.length > TOLD ? `; and ${reasons.length - TOLD} more` : '';
  return refused(`${reasons.slice(0, TOLD).join('; ')}${more}`);
}

/** Reads an answer; null if it is none. */
export function readTowerAnswer(value: unknown): TowerAnswer | null {
  if (!isJsonObject(value) || value['version'] !== 1) return null;
  const { outcome, reason, added } = value;
  if (outcome !== 'written' && outcome !== 'unchanged' && outcome !== 'refused') return null;
  return { version: 1, outcome, reason: typeof reason === 'string' ? reason : null, added: objectsIn(added) };
}

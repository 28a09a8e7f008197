import {
  type Form,
  given,
  inside,
  isObject,
  type Range,
  readText,
  readTruth,
  readWhole,
  refuseUnknownFields,
  requireField,
  shown,
} from './fields.ts';
import { ACCOUNT, ORGANIZATION, PREFIX, readTrailArn } from './forms.ts';
import { type KnownCheck, readModes } from './modes.ts';
import type { Report } from './problem.ts';
import { ownerOf, type TrailSettings } from './settings.ts';
import { readAccounts, readSources, refuseContradictorySources } from './source-settings.ts';

const FIELDS = [
  ...['trailArn', 'bucket', 'bucketOwner', 'prefix', 'organizationId', 'sourceOrganizationId'],
  ...['kmsKeyArn', 'topicArn', 'topicKmsKeyArn', 'logFileValidation', 'multiRegion', 'minimumRetentionDays', 'modes'],
  ...['sources', 'formerAccounts'],
];

/** S3 User Guide, bucket naming rules; CloudTrail refuses the older, looser names. */
const BUCKET: Form = {
  pattern: /^(?!xn--)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  is: 'the name of a bucket (3 to 63 of a-z, 0-9, dot and hyphen)',
};
const KEY: Form = {
  pattern: /^arn:aws(-us-gov|-cn)?:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/,
  is: 'the full ARN of a KMS key, like `arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`',
};
const TOPIC: Form = {
  pattern: /^arn:aws(-us-gov|-cn)?:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/,
  is: 'the ARN of an SNS topic',
};

/** S3 takes no lifecycle rule of more days than that (S3 API reference, LifecycleExpiration: Days). */
const RETENTION: Range = { from: 1, to: 2_147_483_647, is: 'a whole number of days, from 1' };

/** Reads one entry of `trails`, or reports what is wrong with it and returns null. */
export function readTrail(
  value: unknown,
  place: string,
  checks: readonly KnownCheck[],
  report: Report,
): TrailSettings | null {
  if (!isObject(value)) {
    report(place, `must be an object with \`trailArn\` and \`bucket\`, and is \`${shown(value)}\``);
    return null;
  }
  refuseUnknownFields(value, FIELDS, place, report);
  requireField(value, 'trailArn', place, report);
  requireField(value, 'bucket', place, report);
  const trailArn = readTrailArn(value, place, report);
  const bucket = readText(value, 'bucket', BUCKET, place, report);
  const text = (name: string, form: Form): string | undefined => readText(value, name, form, place, report);
  const truth = (name: string): boolean | undefined => readTruth(value, name, place, report);
  const optional = {
    bucketOwner: text('bucketOwner', ACCOUNT),
    prefix: text('prefix', PREFIX),
    organizationId: text('organizationId', ORGANIZATION),
    sourceOrganizationId: text('sourceOrganizationId', ORGANIZATION),
    kmsKeyArn: text('kmsKeyArn', KEY),
    topicArn: text('topicArn', TOPIC),
    topicKmsKeyArn: text('topicKmsKeyArn', KEY),
    logFileValidation: truth('logFileValidation'),
    multiRegion: truth('multiRegion'),
    minimumRetentionDays: readWhole(value, 'minimumRetentionDays', RETENTION, place, report),
    sources: value.sources === undefined ? undefined : readSources(value.sources, inside(place, 'sources'), report),
    formerAccounts:
      value.formerAccounts === undefined
        ? undefined
        : readAccounts(value.formerAccounts, inside(place, 'formerAccounts'), report),
    modes: value.modes === undefined ? undefined : readModes(value.modes, inside(place, 'modes'), checks, report),
  };
  if (trailArn === undefined || bucket === undefined) return null;
  return { trailArn, bucket, ...given(optional) };
}

/** Reports trails that are named twice, and buckets that would have two owners. */
export function refuseContradictions(trails: readonly (TrailSettings | null)[], report: Report): void {
  const places = new Map<string, number>();
  const owners = new Map<string, { owner: string; at: number }>();
  for (const [at, trail] of trails.entries()) {
    if (trail === null) continue;
    const first = places.get(trail.trailArn);
    if (first === undefined) places.set(trail.trailArn, at);
    else report(`trails[${at}].trailArn`, `names the same trail as \`trails[${first}]\``);
    const owner = ownerOf(trail);
    const known = owners.get(trail.bucket);
    if (known === undefined) owners.set(trail.bucket, { owner, at });
    else if (known.owner !== owner) {
      const other = `\`trails[${known.at}]\` says \`${known.owner}\``;
      report(`trails[${at}].bucketOwner`, `makes \`${owner}\` the owner of \`${trail.bucket}\`, and ${other}`);
    }
  }
  refuseContradictorySources(trails, report);
}

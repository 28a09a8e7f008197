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
import { ACCOUNT, BUCKET, ORGANIZATION, PREFIX, REGION, readTrailArn } from './forms.ts';
import { type KnownCheck, readModes } from './modes.ts';
import type { Report } from './problem.ts';
import type { TrailSettings } from './settings.ts';
import { readAccounts, readSources } from './source-settings.ts';

const FIELDS = [
  ...['trailArn', 'bucket', 'bucketOwner', 'bucketRegion', 'prefix', 'organizationId', 'sourceOrganizationId'],
  ...['kmsKeyArn', 'topicArn', 'topicKmsKeyArn', 'logFileValidation', 'multiRegion', 'minimumRetentionDays', 'modes'],
  ...['sources', 'formerAccounts'],
];

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
    bucketRegion: text('bucketRegion', REGION),
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

import { parseTrailArn } from '../trail/arn.ts';
import { type Fields, type Form, inside, readText, shown } from './fields.ts';
import type { Report } from './problem.ts';

const TRAIL_ARN: Form = {
  pattern: /^arn:/,
  is: 'the ARN of a trail, like `arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit`',
};

/** S3 User Guide, bucket naming rules; CloudTrail refuses the older, looser names. */
export const BUCKET: Form = {
  pattern: /^(?!xn--)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  is: 'the name of a bucket (3 to 63 of a-z, 0-9, dot and hyphen)',
};

/** An account, as a text: as a number it would lose its leading zeros. */
export const ACCOUNT: Form = { pattern: /^[0-9]{12}$/, is: 'an account id of 12 digits, as a text' };

/** A Region, by its code. */
export const REGION: Form = { pattern: /^[a-z]{2}(-[a-z]+)+-[0-9]$/, is: 'a Region, like `eu-west-1`' };

/** CloudTrail API reference, CreateTrail: S3KeyPrefix; a wildcard in it would widen the statements made from it. */
export const PREFIX: Form = {
  pattern: /^(?!.*\/$)[^\p{Cc}*?$]{1,200}$/u,
  is: 'a key prefix of at most 200 characters, without a slash at its end and without `*`, `?` and `$`',
};

/** Organizations API reference, Organization: Id. */
export const ORGANIZATION: Form = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  is: 'the id of an organization, like `o-a1b2c3d4e5`',
};

/** Reads the field `trailArn`, or reports why it is the ARN of no trail. */
export function readTrailArn(fields: Fields, place: string, report: Report): string | undefined {
  const text = readText(fields, 'trailArn', TRAIL_ARN, place, report);
  if (text === undefined || parseTrailArn(text) !== null) return text;
  report(inside(place, 'trailArn'), `must be ${TRAIL_ARN.is}, and is \`${shown(text)}\``);
  return undefined;
}

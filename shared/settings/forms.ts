import type { Form } from './fields.ts';

/** S3 User Guide, bucket naming rules; CloudTrail refuses the older, looser names. */
export const BUCKET: Form = {
  pattern: /^(?!xn--)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  is: 'the name of a bucket (3 to 63 of a-z, 0-9, dot and hyphen)',
};

/** An account. */
export const ACCOUNT: Form = { pattern: /^[0-9]{12}$/, is: 'an account id of 12 digits, as a text' };

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

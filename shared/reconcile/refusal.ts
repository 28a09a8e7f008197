/** Who or what refused a write, as far as AWS said so. */
export type RefusalCause =
  | 'service-control-policy'
  | 'resource-control-policy'
  | 'permissions-boundary'
  | 'session-policy'
  | 'endpoint-policy'
  | 'identity-policy'
  | 'resource-policy'
  | 'public-access-block'
  | 'invalid-principal'
  | 'too-large'
  | 'lockout'
  | 'malformed'
  | 'other-account'
  | 'role-not-assumed'
  | 'denied';

/** Every cause, for those who read what was written. */
export const REFUSAL_CAUSES: readonly RefusalCause[] = [
  ...(['service-control-policy', 'resource-control-policy', 'permissions-boundary', 'session-policy'] as const),
  ...(['endpoint-policy', 'identity-policy', 'resource-policy', 'public-access-block', 'invalid-principal'] as const),
  ...(['too-large', 'lockout', 'malformed', 'other-account', 'role-not-assumed', 'denied'] as const),
];

/** Why AWS refused one write: the cause that was recognised, and AWS's own words. */
export type Refused = { readonly cause: RefusalCause; readonly said: string };

/** The id of the check that says why a repair was refused, and what people can do about it. */
export const REFUSAL_CHECK = 'repair-is-permitted';

/** A write that AWS refused when it was last tried. */
export type Refusal = Refused & {
  /** The ARN of the bucket, key, topic or trail. */
  readonly resource: string;
  /** The action in IAM's words. */
  readonly action: string;
  /** When it was first refused for this cause, in milliseconds since the epoch. */
  readonly since: number;
};

/** What may be written, and the action that IAM asks for. */
export const WRITE_ACTIONS = {
  'bucket-policy': 's3:PutBucketPolicy',
  'key-policy': 'kms:PutKeyPolicy',
  'topic-policy': 'sns:SetTopicAttributes',
  'start-logging': 'cloudtrail:StartLogging',
  'cancel-key-deletion': 'kms:CancelKeyDeletion',
  'enable-key': 'kms:EnableKey',
  'set-request-payer': 's3:PutBucketRequestPayment',
} as const;

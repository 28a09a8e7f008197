import type { RefusalCause, Refused } from '../reconcile/refusal.ts';

/** A failed write, as far as it tells why. */
export type Failure = {
  readonly name: string;
  readonly status: number;
  readonly message: string;
  /** True if AWS refused for want of a right. */
  readonly isDenied: boolean;
};

type Row = readonly [cause: RefusalCause, words: RegExp];

/** How AWS names the kind of policy that denied (IAM user guide, "Troubleshoot access denied error messages"). */
const DENIED_BY: readonly Row[] = [
  ['service-control-policy', /service control polic|\bSCPs?\b/i],
  ['resource-control-policy', /resource control polic|\bRCPs?\b/i],
  ['permissions-boundary', /permissions? boundar/i],
  ['session-policy', /session polic/i],
  ['endpoint-policy', /endpoint polic/i],
  // From experience, not from a page: the words differ from time to time.
  [
    'public-access-block',
    /BlockPublicPolicy|block public (access|polic)|public polic(y|ies) (is|are) (blocked|prevented)/i,
  ],
  ['identity-policy', /explicit deny in an? identity-based polic/i],
  ['resource-policy', /resource-based polic/i],
];

/** How S3, KMS and SNS name what is wrong with a document; these words are from experience, and are read loosely. */
const WRONG: readonly Row[] = [
  ['lockout', /not allow you to update the key policy|lock ?out/i],
  ['too-large', /exceeds?\b.*\b(size|limit|length)|too (large|long)|maximum allowed/i],
  ['invalid-principal', /principal/i],
];

const MALFORMED = /^(MalformedPolicy\w*|InvalidParameter\w*|InvalidPolicyDocument\w*)$/;
const TOO_LARGE = /^(PolicyTooLarge|PolicyLengthExceeded\w*|LimitExceeded\w*|EntityTooLarge)$/;

const causeIn = (rows: readonly Row[], text: string): RefusalCause | null =>
  rows.find(([, words]) => words.test(text))?.[0] ?? null;

function causeOf({ name, status, message, isDenied }: Failure): RefusalCause | null {
  if (status === 405 || name === 'MethodNotAllowed') return 'other-account';
  if (TOO_LARGE.test(name)) return 'too-large';
  if (MALFORMED.test(name)) return causeIn(WRONG, message) ?? 'malformed';
  return isDenied ? (causeIn(DENIED_BY, message) ?? 'denied') : null;
}

/** Why AWS refused a write; null if it failed for another reason. Nothing is done by the cause: it is only explained. */
export function refusalIn(failure: Failure): Refused | null {
  const cause = causeOf(failure);
  return cause === null ? null : { cause, said: failure.message.slice(0, 300) };
}

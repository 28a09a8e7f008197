import { RetryableError, TerminalError } from '../reconcile/ports.ts';
import type { MissingRight, Reading } from '../reconcile/reading.ts';
import type { Refused } from '../reconcile/refusal.ts';
import { refusalIn } from './refusals.ts';
import { AssumeRoleError } from './roles.ts';

/** Refused with 403, but not for want of a right: the credentials or the clock of this process are late. */
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestTimeTooSkewed', 'RequestExpired'];

const RETRYABLE = new Set([
  ...[
    'ThrottlingException',
    'Throttling',
    'TooManyRequestsException',
    'RequestThrottled',
    'RequestThrottledException',
    'RequestLimitExceeded',
    'SlowDown',
    'RequestTimeout',
  ],
  ...[
    'ServiceUnavailable',
    'InternalError',
    'InternalFailure',
    'InternalServerError',
    'TimeoutError',
    'AbortError',
    'OperationAborted',
  ],
  ...['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ConflictException'],
  ...EXPIRED,
  ...['IncompleteBody', 'ConditionalRequestConflict', 'KMSInternalException', 'DependencyTimeoutException'],
]);

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'Forbidden',
  'AuthorizationError',
  'UnauthorizedOperation',
  '403',
]);

/** The name of an error as the SDK gives it: AWS's error code, or the name of a network failure. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'UnknownError';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** The HTTP status that came with an error; 0 if there was none. */
export function httpStatus(error: unknown): number {
  if (!(error instanceof Error) || !('$metadata' in error)) return 0;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 0;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : 0;
}

/** True if AWS refused for want of a right. */
export function isDenied(error: unknown): boolean {
  const name = errorName(error);
  return DENIED.has(name) || (httpStatus(error) === 403 && !EXPIRED.includes(name) && !STRANGER.has(name));
}

/**
 * Credentials that AWS does not know: so a Region answers that the account has not enabled, and any Region if they are wrong (AWS
 * Account Management reference guide, "Enable or disable AWS Regions in your account"; IAM user guide, on session tokens of the
 * global endpoint of STS).
 */
const STRANGER = new Set([
  ...['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidClientTokenIdException'],
  ...['AuthFailure', 'OptInRequired', 'InvalidAccessKeyId'],
]);

/** What is missing before AWS can be called at all, and what to do about it; null if it is nothing of the kind. */
export function notSetUp(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.message === 'Region is missing')
    return 'no AWS Region is set; set AWS_REGION, or AWS_PROFILE to a profile that has one';
  if (error.name !== 'CredentialsProviderError') return null;
  return 'no AWS credentials were found; set AWS_PROFILE, or log in with the AWS CLI';
}

/** What a person reads of a failed call: what was called on what, and AWS's own word. */
function describe(error: unknown, action: string, resource: string): string {
  if (error instanceof AssumeRoleError) return `\`${action}\` on ${resource} could not be called: ${error.message}`;
  const setUp = notSetUp(error);
  if (setUp !== null) return `\`${action}\` could not be called: ${setUp}`;
  const said = error instanceof Error && error.message !== '' ? `: ${error.message.slice(0, 300)}` : '';
  if (isDenied(error)) return `AWS denied \`${action}\` on ${resource}${said}`;
  return `\`${action}\` on ${resource} failed with ${errorName(error)}${said}`;
}

/** True if the same call may succeed later: throttling, time-outs, 5xx. */
function isRetryable(error: unknown): boolean {
  if (error instanceof AssumeRoleError) return isRetryable(error.cause);
  const status = httpStatus(error);
  return RETRYABLE.has(errorName(error)) || status === 429 || status >= 500;
}

/** The right that is missing, if it is one: to assume the role comes before whatever is done with it. */
function missingRight(error: unknown, action: string, resource: string): { readonly missing?: MissingRight } {
  if (error instanceof AssumeRoleError)
    return isDenied(error.cause) ? { missing: { action: 'sts:AssumeRole', resource: error.roleArn } } : {};
  return isDenied(error) ? { missing: { action, resource } } : {};
}

/** A read that failed: why, and which right is missing if it is one. */
export function unreadable(error: unknown, action: string, resource: string): Reading<never> {
  const reason = describe(error, action, resource);
  const missing = missingRight(error, action, resource);
  const stranger = STRANGER.has(errorName(error)) ? { isStranger: true } : {};
  return { state: 'unreadable', reason, ...missing, ...stranger, ...(isRetryable(error) ? { retryable: true } : {}) };
}

/** A write that never began, for want of a role to make it with. */
function notAssumed({ message, cause }: AssumeRoleError): Refused | null {
  return isDenied(cause) ? { cause: 'role-not-assumed', said: message.slice(0, 300) } : null;
}

/** Turns a failed write into the error that says whether a retry can help, and why AWS refused it if it did. */
export function writeError(error: unknown, action: string, resource: string): Error {
  const text = describe(error, action, resource);
  if (isRetryable(error)) return new RetryableError(text, { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AssumeRoleError) return new TerminalError(text, { cause: error, refused: notAssumed(error) });
  const refused = refusalIn({ name: errorName(error), status: httpStatus(error), message, isDenied: isDenied(error) });
  return new TerminalError(text, { cause: error, refused });
}

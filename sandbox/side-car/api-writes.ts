import type { Call } from './call.ts';
import { s3Write, type Write } from './s3-writes.ts';

const READS =
  /^(Get|List|Describe|Lookup|Encrypt|Decrypt|ReEncrypt|Generate|Sign|Verify|Publish|CheckIf|Start(?:Query|Import))/;
const SERVICES = new Set(['s3', 'kms', 'cloudtrail', 'sns']);

/** CloudTrail writes `s3BucketName` where the API says `S3BucketName`, at every depth. */
function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [name.charAt(0).toLowerCase() + name.slice(1), lowerFirst(inside)]),
  );
}

function asParameters(value: unknown): Record<string, unknown> | null {
  const lowered = lowerFirst(value);
  if (typeof lowered !== 'object' || lowered === null || Object.keys(lowered).length === 0) return null;
  return { ...lowered };
}

function readAnswer(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
}

function kmsResources(call: Call, account: string): Write['resources'] {
  const keyId = call.parameters['KeyId'];
  if (typeof keyId !== 'string' || keyId.includes('alias/')) return [];
  const arn = keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${call.region}:${account}:key/${keyId}`;
  return [{ accountId: account, type: 'AWS::KMS::Key', ARN: arn }];
}

function snsParameters(call: Call): Record<string, unknown> {
  const { Action: _action, Version: _version, ...parameters } = call.parameters;
  return parameters;
}

/** Reads a write call of a service whose events matter here, or null; `answer` is what the engine said. */
export function writeOf(call: Call, account: string, answer: string): Write | null {
  if (!SERVICES.has(call.service)) return null;
  if (call.service === 's3') return s3Write(call, account);
  if (call.operation === '' || READS.test(call.operation)) return null;
  const requestParameters = asParameters(call.service === 'sns' ? snsParameters(call) : call.parameters);
  const responseElements = call.service === 'sns' ? null : asParameters(readAnswer(answer));
  const resources = call.service === 'kms' ? kmsResources(call, account) : [];
  return { eventName: call.operation, requestParameters, responseElements, resources };
}

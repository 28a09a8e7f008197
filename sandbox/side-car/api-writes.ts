import type { Call } from './call.ts';
import { kmsAnswer, kmsParameters, kmsResources } from './kms-writes.ts';
import { s3Write, type Write } from './s3-writes.ts';
import { snsParameters } from './sns-writes.ts';

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

/** Of a map the names are data: of a topic's attributes they keep their letters. */
function snsRequest(call: Call): Record<string, unknown> | null {
  const { Attributes: attributes, ...rest } = snsParameters(call);
  const parameters = asParameters(rest);
  return attributes === undefined ? parameters : { ...parameters, attributes };
}

/** Reads a write call of a service whose events matter here, or null; `answer` is what the engine said. */
export function writeOf(call: Call, account: string, answer: string): Write | null {
  const { service, operation: eventName } = call;
  if (service === 's3') return s3Write(call, account);
  if (!SERVICES.has(service) || eventName === '' || READS.test(eventName)) return null;
  if (service === 'sns')
    return { eventName, requestParameters: snsRequest(call), responseElements: null, resources: [] };
  const said = readAnswer(answer);
  if (service === 'cloudtrail') {
    const requestParameters = asParameters(call.parameters);
    return { eventName, requestParameters, responseElements: asParameters(said), resources: [] };
  }
  return {
    eventName,
    requestParameters: asParameters(kmsParameters(call)),
    responseElements: asParameters(kmsAnswer(call, account, said)),
    resources: kmsResources(call, account),
  };
}

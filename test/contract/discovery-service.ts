import { type WireAnswer, type WireRequest, type WireServer, wireServer } from './wire-server.ts';

/** One call, in whatever protocol it came: the operation by its API's name, and its parameters. */
export type Call = {
  readonly operation: string;
  readonly service: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What is answered: an error by its code and status, or the fields of the answer. */
export type Answer =
  | { readonly error: string; readonly status?: number; readonly region?: string }
  | Readonly<Record<string, unknown>>;

/** By operation: how it is answered. What stands not there is refused for want of a right. */
export type Answers = Readonly<Record<string, (input: Call['input'], region: string) => Answer>>;

/** Services that speak the Query protocol, and answer in XML. */
const QUERY = ['sts', 'sns'];

/** Operations of REST services, by path. */
const PATHS: Readonly<Record<string, string>> = {
  '/list-landingzones': 'ListLandingZones',
  '/get-landingzone': 'GetLandingZone',
};

function ofS3({ method, path, query, headers }: WireRequest): Omit<Call, 'service' | 'region'> {
  const input = {
    ...{ Bucket: path.replaceAll('/', ''), ExpectedBucketOwner: headers['x-amz-expected-bucket-owner'] },
    ...{ Prefix: query.get('prefix'), ContinuationToken: query.get('continuation-token') },
  };
  return { operation: method === 'HEAD' ? 'HeadBucket' : 'ListObjectsV2', input };
}

function callOf(request: WireRequest): Call {
  const { target, path, body, signedFor } = request;
  if (signedFor.service === 's3') return { ...signedFor, ...ofS3(request) };
  if (QUERY.includes(signedFor.service)) {
    const { Action: operation = '', ...input } = Object.fromEntries(new URLSearchParams(body));
    return { ...signedFor, operation, input };
  }
  return { ...signedFor, operation: target === '' ? (PATHS[path] ?? path) : target, input: JSON.parse(body) };
}

const xml = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, one]) =>
          (Array.isArray(one) ? one : [one]).map((each) => `<${name}>${xml(each)}</${name}>`).join(''),
        )
        .join('')
    : String(value);

function errorAnswer({ service }: Call, code: string, status: number, region: string | undefined): WireAnswer {
  const message = `${code} it is`;
  const where = region === undefined ? {} : { 'x-amz-bucket-region': region };
  if (service === 's3') return { status, headers: { ...where, 'content-type': 'application/xml' }, body: '' };
  if (QUERY.includes(service)) {
    const body = `<ErrorResponse>${xml({ Error: { Type: 'Sender', Code: code, Message: message }, RequestId: 'r' })}</ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify({ __type: code, message }) };
}

function wireAnswer(call: Call, answer: Answer): WireAnswer {
  const { operation, service, input } = call;
  if ('error' in answer && typeof answer.error === 'string') {
    const { error, status = service === 's3' ? 403 : 400, region } = answer;
    return errorAnswer(call, error, Number(status), typeof region === 'string' ? region : undefined);
  }
  if (operation === 'HeadBucket')
    return { status: 200, headers: { 'x-amz-bucket-region': String(answer['region']) }, body: '' };
  if (service === 's3')
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${xml({ Name: input['Bucket'], ...answer })}</ListBucketResult>`,
    };
  if (!QUERY.includes(service))
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(answer) };
  const body = `<${operation}Response><${operation}Result>${xml(answer)}</${operation}Result></${operation}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

/** All of AWS that discovery asks, on a free port of this machine. */
export type DiscoveryService = Pick<WireServer, 'endpoint' | 'close'> & { readonly calls: readonly Call[] };

/** Starts it. */
export async function discoveryService(answers: Answers): Promise<DiscoveryService> {
  const calls: Call[] = [];
  const { endpoint, close } = await wireServer((request) => {
    const call = callOf(request);
    calls.push(call);
    return wireAnswer(call, answers[call.operation]?.(call.input, call.region) ?? { error: 'AccessDeniedException' });
  });
  return { endpoint, calls, close };
}

/** The environment in which the SDK calls this service alone. */
export const environmentOf = ({ endpoint }: Pick<DiscoveryService, 'endpoint'>): Readonly<Record<string, string>> => ({
  ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', AWS_MAX_ATTEMPTS: '1' },
  ...{ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_EC2_METADATA_DISABLED: 'true' },
  ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
});

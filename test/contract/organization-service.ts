import { cloudOrganizations, organizationClients } from '../../shared/aws/organizations.ts';
import type { Organizations } from '../../shared/reconcile/ports.ts';
import { type WireRequest, wireServer } from './wire-server.ts';

/** One call of Organizations or IAM, as it came over the wire. */
export type OrganizationCall = {
  /** The operation, by the name that the API has for it. */
  readonly operation: string;
  /** The Region and service that the call was signed for. */
  readonly scope: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What the service answers: a document, or an error by its code. */
export type OrganizationAnswer = object | { readonly error: string; readonly status: number };

/** The service while a test runs. */
export type OrganizationService = {
  readonly port: Organizations;
  readonly calls: readonly OrganizationCall[];
  readonly stop: () => Promise<void>;
};

/** Organizations speaks AWS JSON 1.1 and IAM the Query protocol. */
function callOf({ target, signedFor: { region, service }, body }: WireRequest): OrganizationCall {
  const scope = `${region}/${service}`;
  if (target !== '') return { operation: target, scope, input: JSON.parse(body) };
  const { Action: operation = '', Version: _, ...input } = Object.fromEntries(new URLSearchParams(body));
  return { operation, scope, input };
}

const isError = (answer: OrganizationAnswer): answer is { error: string; status: number } => 'error' in answer;

/** The body of an answer in the protocol that the call was made in. */
function bodyOf(call: OrganizationCall, answer: OrganizationAnswer): string {
  const isXml = call.scope.endsWith('/iam');
  if (isError(answer)) {
    const { error } = answer;
    if (!isXml) return JSON.stringify({ __type: error, Message: `${error} it is` });
    return `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${error}</Code><Message>${error} it is</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
  }
  if (!isXml) return JSON.stringify(answer);
  const fields = Object.entries(answer).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>${fields.join('')}</Role></GetRoleResult></GetRoleResponse>`;
}

/** Starts a service that answers as a test says, and the product's port over the real clients to it. */
export async function organizationService(
  answerTo: (call: OrganizationCall) => OrganizationAnswer,
): Promise<OrganizationService> {
  const calls: OrganizationCall[] = [];
  const { endpoint, close: stop } = await wireServer((request) => {
    const call = callOf(request);
    calls.push(call);
    const answer = answerTo(call);
    const type = call.scope.endsWith('/iam') ? 'text/xml' : 'application/x-amz-json-1.1';
    const status = isError(answer) ? answer.status : 200;
    return { status, headers: { 'content-type': type }, body: bodyOf(call, answer) };
  });
  const credentials = async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
  const clients = organizationClients(() => credentials, { endpoint, maxAttempts: 2 });
  return { port: cloudOrganizations(clients), calls, stop };
}

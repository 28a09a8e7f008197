import { type WireRequest, wireServer } from './wire-server.ts';

/** A call of the SDK as it came over the wire. */
export type WireCall = WireRequest['signedFor'] & {
  /** The name of the operation: of the target header where the protocol has one, else of the path. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What a service answers: an error by its code, or a body. */
export type WireAnswer =
  | { readonly body: object }
  | { readonly status: number; readonly error: string; readonly message: string };

/** A service that speaks JSON, until it is closed; every call is kept. */
export type Wire = {
  readonly endpoint: string;
  readonly calls: readonly WireCall[];
  readonly close: () => Promise<void>;
};

function callOf({ signedFor, target, path, body }: WireRequest): WireCall {
  const operation = target === '' ? path.slice(path.lastIndexOf('/') + 1) : target;
  return { ...signedFor, operation, input: body === '' ? {} : JSON.parse(body) };
}

/** Starts a service on a free port of this machine. */
export async function startWire(answer: (call: WireCall) => WireAnswer): Promise<Wire> {
  const calls: WireCall[] = [];
  const { endpoint, close } = await wireServer((request) => {
    const call = callOf(request);
    calls.push(call);
    const said = answer(call);
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    if (!('error' in said)) return { status: 200, headers, body: JSON.stringify(said.body) };
    // REST services name the error in a header, the others in the body.
    const { status, error, message } = said;
    const body = JSON.stringify({ __type: error, message });
    return { status, headers: { ...headers, 'x-amzn-errortype': error }, body };
  });
  return { endpoint, calls, close };
}

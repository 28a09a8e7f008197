import { Agent, request } from 'node:http';

/** A request as it goes over the wire; header names and values alternate, as in `rawHeaders`. */
export type WireRequest = {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
};

/** A complete answer. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function once(wire: WireRequest): Promise<WireAnswer | 'stale'> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { agent, host: '127.0.0.1', port: wire.port, method: wire.method, path: wire.path, headers: [...wire.headers] },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 502, headers: incoming.rawHeaders, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.on('error', (error) => {
      if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET') resolve('stale');
      else reject(error);
    });
    outgoing.end(wire.body);
  });
}

/** Sends a request to this machine and waits for the whole answer; a kept connection that has gone stale is replaced. */
export async function exchange(wire: WireRequest): Promise<WireAnswer> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answer = await once(wire);
    if (answer !== 'stale') return answer;
  }
  throw new Error(`the local engine keeps closing its connections on port ${wire.port}`);
}

/** The value of a header in any letter case, or undefined. */
export function header(headers: readonly string[], name: string): string | undefined {
  const at = headers.findIndex((entry, index) => index % 2 === 0 && entry.toLowerCase() === name.toLowerCase());
  return at < 0 ? undefined : headers[at + 1];
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { WireAnswer } from '../aws/exchange.ts';
import { readCall } from './call.ts';
import { answerHeaders } from './headers.ts';
import { type Interpreter, startInterpreter } from './interpreter.ts';
import type { SideCarOptions } from './options.ts';

/** The running side-car. */
export type SideCar = { readonly stop: () => Promise<void> };

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function answerWith(outgoing: ServerResponse, answer: WireAnswer): void {
  outgoing.writeHead(answer.status, answerHeaders(answer));
  outgoing.end(answer.body);
}

async function handle(interpreter: Interpreter, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const at = new Date();
  const call = readCall({
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    rawHeaders: incoming.rawHeaders,
    body: await readAll(incoming),
    remoteAddress: incoming.socket.remoteAddress ?? '',
  });
  const answer = await interpreter.answer(call);
  answerWith(outgoing, answer);
  await interpreter.record(call, at, answer);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** Starts the proxy that makes of the engine an AWS with CloudTrail in it. */
export async function startSideCar(options: SideCarOptions): Promise<SideCar> {
  const interpreter = startInterpreter(options);
  let stopping = false;
  const server = createServer((incoming, outgoing) => {
    handle(interpreter, incoming, outgoing).catch((error: unknown) => {
      if (stopping) return;
      options.report(error);
      if (!outgoing.headersSent) answerWith(outgoing, { status: 502, headers: [], body: Buffer.from(String(error)) });
    });
  });
  server.keepAliveTimeout = 60_000;
  await listen(server, options.port);
  const stop = async (): Promise<void> => {
    stopping = true;
    await interpreter.stop();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { stop };
}

import type { WireAnswer } from '../aws/exchange.ts';
import type { Call } from './call.ts';

function without(headers: readonly string[], names: readonly string[]): string[] {
  return headers.flatMap((name, index) => {
    const isKept = index % 2 === 0 && !names.includes(name.toLowerCase());
    return isKept ? [name, headers[index + 1] ?? ''] : [];
  });
}

/** The headers as they were signed, the original Host among them, and the word that the call came over TLS. */
export function forwardedHeaders(call: Call): string[] {
  const kept = without(call.rawHeaders, ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);
  const hasBody = call.body.length > 0 || !['GET', 'HEAD'].includes(call.method);
  const length = hasBody ? ['content-length', String(call.body.length)] : [];
  return [...kept, ...length, 'x-forwarded-proto', 'https'];
}

/** The answer's headers without those that speak of one connection only. */
export function answerHeaders(answer: WireAnswer): string[] {
  return without(answer.headers, ['connection', 'keep-alive', 'transfer-encoding']);
}

/** An answer with another body. */
export function withBody(answer: WireAnswer, text: string): WireAnswer {
  const body = Buffer.from(text);
  const headers = [...without(answer.headers, ['content-length']), 'content-length', String(body.length)];
  return { ...answer, headers, body };
}

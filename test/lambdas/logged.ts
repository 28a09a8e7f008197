import { everythingEmitted } from './emitted.ts';

/** The lines of the log, parsed, of a day on which everything goes wrong once. */
export async function linesLogged(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { stdout, stderr } = process;
  const before = { level: process.env.POWERTOOLS_LOG_LEVEL, out: stdout.write, error: stderr.write };
  const lines: Readonly<Record<string, unknown>>[] = [];
  // The test runner writes to the same stream; a line of the log comes in one piece.
  const keepOr = (stream: NodeJS.WriteStream, write: typeof stdout.write) => (text: string | Uint8Array) => {
    if (typeof text !== 'string' || !text.startsWith('{"level":')) return write.call(stream, text);
    lines.push(JSON.parse(text));
    return true;
  };
  process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
  stdout.write = keepOr(stdout, before.out);
  stderr.write = keepOr(stderr, before.error);
  try {
    await everythingEmitted();
  } finally {
    stdout.write = before.out;
    stderr.write = before.error;
    if (before.level === undefined) delete process.env.POWERTOOLS_LOG_LEVEL;
    else process.env.POWERTOOLS_LOG_LEVEL = before.level;
  }
  return lines;
}

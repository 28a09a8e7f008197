import { plainJson, plainText } from '../../shared/plain-text.ts';
import { type DiffEntry, documentDiff } from '../../shared/policy/diff.ts';
import { paint } from './paint.ts';

const signed = (value: unknown, sign: string): string =>
  plainJson(value)
    .map((line) => `    ${sign} ${line}`)
    .join('\n');

/** Statements that stay are counted: people look for what changed. */
function stayingLine(entries: readonly DiffEntry[]): string {
  const count = entries.length === 1 ? 'one statement stays' : `${entries.length} statements stay`;
  return paint('dim', `      ${count} as ${entries.length === 1 ? 'it is' : 'they are'}`);
}

function statementLines(entries: readonly DiffEntry[]): readonly string[] {
  const lines: string[] = [];
  let staying: DiffEntry[] = [];
  const flush = (): void => {
    if (staying.length > 0) lines.push(stayingLine(staying));
    staying = [];
  };
  for (const entry of entries) {
    if (entry.sign === ' ') staying.push(entry);
    else {
      flush();
      lines.push(paint(entry.sign === '-' ? 'red' : 'green', signed(entry.statement, entry.sign)));
    }
  }
  flush();
  return lines;
}

/** So much of a text that is no policy is shown. */
const SHOWN = 2_000;

const textLine = (text: string | null, sign: string): readonly string[] =>
  text === null ? [] : [paint(sign === '-' ? 'red' : 'green', `    ${sign} ${plainText(text, SHOWN)}`)];

/** How one policy becomes another, statement by statement; null stands for no policy. */
export function diffLines(before: string | null, after: string | null): readonly string[] {
  const diff = documentDiff(before, after);
  if (diff === null) return [...textLine(before, '-'), ...textLine(after, '+')];
  const others = diff.others.flatMap(({ name, before: was, after: is }) => [
    ...(was === null ? [] : [paint('red', signed({ [name]: was }, '-'))]),
    ...(is === null ? [] : [paint('green', signed({ [name]: is }, '+'))]),
  ]);
  const nothing = before === after ? [] : [paint('dim', '      the same, written in another form')];
  const lines = [...others, ...statementLines(diff.statements)];
  const isChanged = others.length > 0 || diff.statements.some(({ sign }) => sign !== ' ');
  return isChanged ? lines : [...lines, ...nothing];
}

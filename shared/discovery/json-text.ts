import type { Json } from '../policy/json.ts';

/** Where a value stands in a text, and what it holds. */
type Node = {
  readonly start: number;
  readonly end: number;
  /** The members of an object by name, or the items of a list; none of anything else. */
  readonly entries: readonly { readonly name: string; readonly start: number; readonly value: Node }[];
};

/** The way from the root to a value: names of members and places of items. */
export type Path = readonly (string | number)[];

const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+/y;
const SPACE = /\s*/y;

/** The end of what the pattern matches at this place. */
function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

/** The value that begins at this place. INVARIANT: the text is JSON, and nests no deeper than settings do. */
function nodeAt(text: string, start: number): Node {
  const open = text.charAt(start);
  if (open !== '{' && open !== '[') return { start, end: past(SCALAR, text, start), entries: [] };
  const close = open === '{' ? '}' : ']';
  const entries: Node['entries'][number][] = [];
  let at = past(SPACE, text, start + 1);
  while (text.charAt(at) !== close) {
    const from = at;
    let name = `${entries.length}`;
    if (open === '{') {
      at = past(SCALAR, text, at);
      const said: unknown = JSON.parse(text.slice(from, at));
      name = String(said);
      at = past(SPACE, text, past(SPACE, text, at) + 1);
    }
    const value = nodeAt(text, at);
    entries.push({ name, start: from, value });
    at = past(SPACE, text, value.end);
    if (text.charAt(at) === ',') at = past(SPACE, text, at + 1);
  }
  return { start, end: at + 1, entries };
}

function nodeOf(text: string, path: Path): Node {
  let node = nodeAt(text, past(SPACE, text, 0));
  for (const step of path) {
    const next = node.entries.findLast(({ name }) => name === String(step));
    if (next === undefined) throw new Error(`the text has nothing at ${path.join('.')}`);
    node = next.value;
  }
  return node;
}

/** The white space at the beginning of the line that a place is on. */
function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** One step of indentation as this text has it; two spaces where it does not show. */
function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

/** The text with one more entry at the end of an object or a list, written the way its neighbours are. */
function inserted(text: string, path: Path, name: string | null, value: Json): string {
  const node = nodeOf(text, path);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = unitOf(text);
  const [first, last] = [node.entries[0], node.entries.at(-1)];
  const label = name === null ? '' : `${JSON.stringify(name)}: `;
  const isOnLines =
    text.slice(node.start, first?.start ?? node.end).includes('\n') || (first === undefined && text.includes('\n'));
  if (!isOnLines) {
    const written = `${label}${JSON.stringify(value)}`;
    return last === undefined
      ? `${text.slice(0, node.start + 1)}${written}${text.slice(node.end - 1)}`
      : `${text.slice(0, last.value.end)}, ${written}${text.slice(last.value.end)}`;
  }
  const indent = last === undefined ? `${indentAt(text, node.start)}${unit}` : indentAt(text, last.start);
  const written = `${label}${JSON.stringify(value, null, unit).replaceAll('\n', `${newline}${indent}`)}`;
  if (last !== undefined)
    return `${text.slice(0, last.value.end)},${newline}${indent}${written}${text.slice(last.value.end)}`;
  const closing = `${newline}${indentAt(text, node.start)}`;
  return `${text.slice(0, node.start + 1)}${newline}${indent}${written}${closing}${text.slice(node.end - 1)}`;
}

/** The text with one more member at the end of an object; everything else stays as it is, to the byte. */
export function withMember(text: string, path: Path, name: string, value: Json): string {
  return inserted(text, path, name, value);
}

/** The text with one more item at the end of a list. */
export function withItem(text: string, path: Path, value: Json): string {
  return inserted(text, path, null, value);
}

import { stripVTControlCharacters } from 'node:util';

/** Signs that terminals draw two columns wide (Unicode TR 11, the common ones). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/gu;

/** Signs that are drawn over the one before them. */
const OVER = /\p{M}/gu;

/** Prose wider than this is hard to read, however wide the terminal is. */
const WIDEST = 120;

/** Narrower terminals are written to as if they had so many columns: a word on each line helps nobody. */
const NARROWEST = 40;

/** How many columns prose may take: those of the terminal; without end in a pipe or file, which others search by line. */
export function room({ isTTY = false, columns = 0 }: { readonly isTTY?: boolean; readonly columns?: number }): number {
  if (!isTTY || columns === 0) return Number.POSITIVE_INFINITY;
  return Math.min(Math.max(columns, NARROWEST), WIDEST);
}

/** How many columns a text takes, painted or not. */
export function columnsOf(text: string): number {
  const plain = stripVTControlCharacters(text).replaceAll(OVER, '');
  return [...plain].length + (plain.match(WIDE)?.length ?? 0);
}

/** The text, and spaces up to this column. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/**
 * Breaks prose into lines of at most so many columns. A word stays whole, since ARNs and commands are copied: one that is wider has a line of
 * its own.
 */
export function wrapped(text: string, columns: number): readonly string[] {
  if (columns === Number.POSITIVE_INFINITY) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columnsOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Prose behind a mark: its further lines stand under the first. */
export function hanging(mark: string, text: string, columns: number): readonly string[] {
  const width = columnsOf(mark);
  const [first = '', ...rest] = wrapped(text, Math.max(columns - width, NARROWEST / 2));
  return [`${mark}${first}`, ...rest.map((line) => ' '.repeat(width) + line)];
}

/** A line of prose that stands for itself: its further lines are set in. The words may be painted, if each is by itself. */
export function headline(text: string, columns: number): readonly string[] {
  const [first = '', ...rest] = wrapped(text, columns - 2);
  return [first, ...rest.map((line) => `  ${line}`)];
}

/** Rows of cells, each column as wide as its widest cell, two spaces apart; nothing follows the last cell of a row. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, columnsOf(cell));
  return rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : padded(cell, (widths[at] ?? 0) + 2))).join(''),
  );
}

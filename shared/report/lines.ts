import { plainJson } from '../plain-text.ts';

/** So many columns are read without a second look; a word that is longer (an ARN, an address) stays whole, to be copied. */
const COLUMNS = 100;

/** In front of lines that go on: text of others, however it is cut, never begins a line as a heading does. */
const GOES_ON = '  ';

/** One text as lines that are cut at spaces; `first` stands before the first, `rest` before those that go on. */
export function wrapped(text: string, first = '', rest = GOES_ON): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ').filter((one) => one !== '')) {
    if (!isEmpty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      [line, isEmpty] = [rest, true];
    }
    line = isEmpty ? `${line}${word}` : `${line} ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

const LABEL = 11;

/** A label and its text, side by side; whatever the text says is not read as a label. */
export function labelled(label: string, text: string): readonly string[] {
  return wrapped(text, label.padEnd(LABEL), ' '.repeat(LABEL));
}

/** A section under its heading; nothing where there is nothing to say. */
export function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines, ''];
}

/** JSON to be pasted, each line behind a sign. */
export function jsonLines(value: unknown, sign: string): readonly string[] {
  return plainJson(value).map((line) => `${sign} ${line}`);
}

/** The first of many lines, and how many there are besides. */
export function firstOf(lines: readonly string[], limit: number): readonly string[] {
  return lines.length > limit ? [...lines.slice(0, limit), `… and ${lines.length - limit} more`] : lines;
}

import { plainJson, plainText } from '../../shared/plain-text.ts';

/** Longest message, in UTF-16 units: it may hold names that others chose, such as a Sid. */
const MESSAGE = 2_000;

/** No document that AWS takes is longer, in UTF-16 units (KMS quotas, "Key policy document size"), so that no line of one is cut. */
const LINE = 32_768;

/** A sentence that may hold what others wrote, for a terminal: one line, without control characters, bounded. */
export function shown(text: string): string {
  return plainText(text, MESSAGE);
}

/** What is to be pasted: as `shown`, but as long as a document may be. */
export function shownWhole(text: string): string {
  return plainText(text, LINE);
}

/** A document for a terminal, by line. */
export function shownJson(value: unknown): readonly string[] {
  return plainJson(value).map(shownWhole);
}

/** JSON as a command prints it: the same value, without a sign that a terminal would obey or hide. */
export function printedJson(value: unknown): string {
  return `${plainJson(value).join('\n')}\n`;
}

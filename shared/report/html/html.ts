import { plainText } from '../../plain-text.ts';

/** Markup that is safe to put into a page. Only `html` and `trusted` make it. */
export type Html = { readonly markup: string };

/** What may stand in a template: text is escaped, markup is not, and null is nothing. */
type Part = string | number | Html | readonly Html[] | null;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** No text is longer than this, whatever it is. */
const LONGEST = 2_000;

/** INVARIANT: no text gets into a page but through here, so that what others write stays text, in content and in attributes. */
const escaped = (text: string): string =>
  plainText(text, LONGEST).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

function markupOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Markup with the values filled in, escaped. Attributes have to stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.map((text, at) => text + markupOf(parts[at] ?? null)).join('');
  return { markup };
}

/** Text of our own that is markup, style or script. Never what came from outside. */
export const trusted = (markup: string): Html => ({ markup });

/** A value that others control, on its own line of direction: letters that run from right to left turn nothing around them. */
export const value = (text: string, limit = 300): Html => html`<bdi>${plainText(text, limit)}</bdi>`;

/** A name or an ARN, as code. */
export const code = (text: string, limit = 300): Html => html`<code>${value(text, limit)}</code>`;

/** A message for people, whose backticks stand round names. */
export function prose(text: string, limit = 1_000): Html {
  const pieces = plainText(text, limit).split('`');
  return html`${pieces.map((piece, at) => (at % 2 === 0 ? html`${piece}` : html`<code><bdi>${piece}</bdi></code>`))}`;
}

/** The first ones, each shown, and how many more there are. */
export function first<T>(
  all: readonly T[],
  limit: number,
  show: (one: T, at: number) => Html,
  more: (count: number) => Html,
): Html {
  const rest = all.length - limit;
  return html`${all.slice(0, limit).map(show)}${rest > 0 ? more(rest) : null}`;
}

/** A number and its noun. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

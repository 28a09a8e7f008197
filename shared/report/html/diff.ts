import { plainJson } from '../../plain-text.ts';
import { align, type Pair } from './align.ts';
import { type DocumentPart, partsOf } from './document-parts.ts';
import { counted, first, type Html, html, value } from './html.ts';

/** So much of one document is shown; the record holds all of it. */
const SHOWN = { parts: 20, lines: 120, line: 400, names: 12, name: 128 } as const;

/** JSON by line; of what is no JSON, the text as one. */
const linesOf = (part: DocumentPart | null): readonly string[] => (part === null ? [] : plainJson(part.value));

const shortened = (line: string): string =>
  line.length > SHOWN.line ? `${line.slice(0, SHOWN.line).toWellFormed()}…` : line;

const moreLines = (count: number): Html => html`<span class="more">… ${counted(count, 'more line')}</span>`;

function side(
  label: string,
  own: readonly { readonly text: string; readonly isSame: boolean }[],
  tag: 'del' | 'ins',
): Html {
  const line = ({ text, isSame }: (typeof own)[number]): Html => {
    const shown = shortened(text);
    if (isSame) return html`<span>${shown}</span>`;
    return tag === 'del' ? html`<del>${shown}</del>` : html`<ins>${shown}</ins>`;
  };
  const body =
    own.length === 0
      ? html`<p class="nothing">not there</p>`
      : html`<pre>${first(own, SHOWN.lines, line, moreLines)}</pre>`;
  return html`<div class="side"><p class="label">${label}</p>${body}</div>`;
}

function changed({ before, after }: Pair<DocumentPart>): Html {
  const lines = align(linesOf(before), linesOf(after), (line) => line.trim().replace(/,$/, ''));
  const own = (which: 'before' | 'after') =>
    lines.flatMap((pair) => (pair[which] === null ? [] : [{ text: pair[which], isSame: pair.isSame }]));
  const verb = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const name = (after ?? before)?.name ?? '';
  return html`<li class="change"><p class="part"><code>${value(name, SHOWN.name)}</code> ${verb}</p><div class="sides">${side('Before', own('before'), 'del')}${side('After', own('after'), 'ins')}</div></li>`;
}

function unchanged(parts: readonly DocumentPart[]): Html {
  const names = parts
    .slice(0, SHOWN.names)
    .map(({ name }, at) => html`${at === 0 ? '' : ', '}<code>${value(name, SHOWN.name)}</code>`);
  const rest = parts.length - SHOWN.names;
  return html`<li class="same">Unchanged: ${names}${rest > 0 ? html` and ${rest} more` : null}</li>`;
}

/** Parts of which the one has not become the other stand apart. */
function apart(pair: Pair<DocumentPart>): readonly Pair<DocumentPart>[] {
  const { before, after } = pair;
  if (before === null || after === null) return [pair];
  const isOne = before.kind === after.kind && (before.kind !== 'field' || before.name === after.name);
  return isOne
    ? [pair]
    : [
        { ...pair, after: null },
        { ...pair, before: null },
      ];
}

/** The pairs in runs: each change for itself, and what is the same together. */
function runsOf(pairs: readonly Pair<DocumentPart>[]): readonly (readonly Pair<DocumentPart>[])[] {
  const runs: Pair<DocumentPart>[][] = [];
  for (const pair of pairs) {
    const last = runs.at(-1);
    if (pair.isSame && last?.[0]?.isSame === true) last.push(pair);
    else runs.push([pair]);
  }
  return runs;
}

/**
 * What became of a policy, statement by statement, before and after side by side. The texts are whole documents; null where there was
 * none, or is none.
 */
export function diffOf(before: string | null, after: string | null): Html {
  const pairs = align(partsOf(before), partsOf(after), ({ value }) => JSON.stringify(value));
  // That the version of the language is still the same says nothing.
  const runs = runsOf(pairs.flatMap(apart).filter(({ after: part, isSame }) => !(isSame && part?.kind === 'field')));
  if (runs.length === 0) return html`<p class="nothing">There is no policy, before or after.</p>`;
  const item = (run: readonly Pair<DocumentPart>[]): Html => {
    const [pair] = run;
    if (pair === undefined) return html``;
    return pair.isSame ? unchanged(run.flatMap(({ after: part }) => (part === null ? [] : [part]))) : changed(pair);
  };
  const more = (count: number): Html => html`<li class="same">… ${counted(count, 'more part')}</li>`;
  return html`<ul class="diff">${first(runs, SHOWN.parts, item, more)}</ul>`;
}

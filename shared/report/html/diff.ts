import { plainJson } from '../../plain-text.ts';
import { align, type Pair } from './align.ts';
import { type DocumentPart, partsOf } from './document-parts.ts';
import { counted, first, type Html, html, value } from './html.ts';

/** So much of one document is shown; the record holds all of it. */
const SHOWN = { parts: 20, lines: 120, line: 400, names: 12, name: 128, around: 3, folded: 8 } as const;

/** JSON by line; of what is no JSON, the text as one. */
const linesOf = (part: DocumentPart | null): readonly string[] => (part === null ? [] : plainJson(part.value));

const shortened = (line: string): string =>
  line.length > SHOWN.line ? `${line.slice(0, SHOWN.line).toWellFormed()}…` : line;

const moreLines = (count: number): Html => html`<span class="more">… ${counted(count, 'more line')}</span>`;

/** A line of one side; or so many that are left out, since they are the same and far from what changed. */
type Line = { readonly text: string; readonly isSame: boolean } | { readonly leftOut: number };

/** The lines of one side, those far from any change left out: what changed is found in a statement of any length. */
function sideLines(pairs: readonly Pair<string>[], which: 'before' | 'after'): readonly Line[] {
  const lines: Line[] = [];
  let same: string[] = [];
  const flush = (isEnd: boolean): void => {
    const start = lines.length === 0 ? 0 : SHOWN.around;
    const end = isEnd ? same.length : same.length - SHOWN.around;
    const shown = (texts: readonly string[]): readonly Line[] => texts.map((text) => ({ text, isSame: true }));
    if (end - start < SHOWN.folded) lines.push(...shown(same));
    else lines.push(...shown(same.slice(0, start)), { leftOut: end - start }, ...shown(same.slice(end)));
    same = [];
  };
  for (const { isSame, [which]: text } of pairs) {
    if (isSame) same.push(text ?? '');
    else {
      // What the other side alone has is a change here too.
      if (same.length > 0) flush(false);
      if (text !== null) lines.push({ text, isSame });
    }
  }
  if (same.length > 0) flush(true);
  return lines;
}

function side(label: string, own: readonly Line[], tag: 'del' | 'ins'): Html {
  const line = (one: Line): Html => {
    if ('leftOut' in one) return html`<span class="more">… ${counted(one.leftOut, 'line')} as they were</span>`;
    const shown = shortened(one.text);
    if (one.isSame) return html`<span>${shown}</span>`;
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
  const verb = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const name = (after ?? before)?.name ?? '';
  return html`<li class="change"><p class="part"><code>${value(name, SHOWN.name)}</code> ${verb}</p><div class="sides">${side('Before', sideLines(lines, 'before'), 'del')}${side('After', sideLines(lines, 'after'), 'ins')}</div></li>`;
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

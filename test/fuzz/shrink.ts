import type { Fate, FuzzCase } from './case.ts';

/** How a case ended: with a word, or with what its exception said. */
export type Saying =
  | { readonly failed: false; readonly fate: Fate }
  | { readonly failed: true; readonly message: string };

/** Runs a case and catches what it throws. */
export function sayingOf(one: FuzzCase, run: (one: FuzzCase) => Fate): Saying {
  try {
    return { failed: false, fate: run(one) };
  } catch (error) {
    return { failed: true, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The beginning of what was said, but for its numbers: a smaller input fails the same way if it says the same. */
const gist = (message: string): string => (message.split('\n')[0] ?? '').replaceAll(/\d+/g, '#').slice(0, 80);

/** So many smaller inputs are tried. */
const TRIES = 3_000;

type Parent = { [name: string]: unknown } | unknown[];

const isParent = (value: unknown): value is Parent => typeof value === 'object' && value !== null;

/** The text of a document without one of its values, for every value, the large ones first. */
function* smallerDocuments(text: string): Generator<string> {
  const root: unknown = JSON.parse(text);
  const parents = isParent(root) ? [root] : [];
  for (let parent = parents.shift(); parent !== undefined; parent = parents.shift()) {
    for (const name of Object.keys(parent).toReversed()) {
      const descriptor = Object.getOwnPropertyDescriptor(parent, name);
      if (descriptor === undefined) continue;
      if (Array.isArray(parent)) parent.splice(Number(name), 1);
      else delete parent[name];
      yield JSON.stringify(root);
      if (Array.isArray(parent)) parent.splice(Number(name), 0, descriptor.value);
      else Object.defineProperty(parent, name, descriptor);
      if (isParent(descriptor.value)) parents.push(descriptor.value);
    }
  }
}

/** The text without one stretch, halves first. */
function* smallerTexts(text: string): Generator<string> {
  for (let size = Math.ceil(text.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < text.length; at += size) yield text.slice(0, at) + text.slice(at + size);
}

function* smaller(text: string): Generator<string> {
  try {
    yield* smallerDocuments(text);
  } catch (error) {
    // Not JSON, or deeper than `JSON.stringify` goes.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
  }
  yield* smallerTexts(text);
}

/** The smallest case that was found to fail the same way: values are taken out as long as it still does. */
export function shrunk(one: FuzzCase, run: (one: FuzzCase) => Fate): FuzzCase {
  const first = sayingOf(one, run);
  if (!first.failed) return one;
  let best = one;
  let tries = 0;
  const next = (): FuzzCase | null => {
    for (const text of smaller(best.text)) {
      tries += 1;
      if (tries > TRIES) return null;
      const said = sayingOf({ ...best, text }, run);
      if (said.failed && gist(said.message) === gist(first.message)) return { ...best, text };
    }
    return null;
  };
  for (let found = next(); found !== null; found = next()) best = found;
  return best;
}

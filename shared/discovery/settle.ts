import type { Json } from '../policy/json.ts';
import type { KnownCheck } from '../settings/modes.ts';
import { parseSettingsText } from '../settings/parse-settings.ts';
import { describeProblems } from '../settings/problem.ts';
import { type Path, withItem, withMember } from './json-text.ts';

/** One thing to add to a settings file: a member of an object, or an item of a list where it has no name. */
export type Addition = {
  readonly path: Path;
  readonly name: string | null;
  readonly value: Json;
  /** How people are told of it. */
  readonly what: string;
};

/** A settings file with what could be added, and what could not, with the reason. */
export type Settled = {
  readonly text: string;
  readonly added: readonly Addition[];
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
};

const apply = (text: string, { path, name, value }: Addition): string =>
  name === null ? withItem(text, path, value) : withMember(text, path, name, value);

function problems(text: string, checks: readonly KnownCheck[]): string | null {
  const parsed = parseSettingsText(text, checks);
  return parsed.state === 'valid' ? null : describeProblems(parsed.problems);
}

/** Adds what the settings' own parser takes: at once where it takes everything, else one after the other. */
export function settle(before: string, additions: readonly Addition[], checks: readonly KnownCheck[]): Settled {
  const all = additions.reduce(apply, before);
  if (additions.length === 0 || problems(all, checks) === null) return { text: all, added: additions, leftOut: [] };
  let text = before;
  const added: Addition[] = [];
  const leftOut: Settled['leftOut'][number][] = [];
  for (const addition of additions) {
    const candidate = apply(text, addition);
    const why = problems(candidate, checks);
    if (why === null) {
      text = candidate;
      added.push(addition);
    } else leftOut.push({ what: addition.what, why });
  }
  return { text, added, leftOut };
}

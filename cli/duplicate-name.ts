/** An object or list that the scan is inside of: the names seen in it, or how many entries it had. */
type Level = { readonly names: Set<string> | null; place: string; entries: number };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The place of the first object that has a name twice, or null. JSON.parse keeps the last of them without a word, and AWS
 * refuses such a policy (IAM user guide, "Grammar of the IAM JSON policy language"). The text must be JSON.
 */
export function duplicateName(text: string): string | null {
  const levels: Level[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push({ names: token === '{' ? new Set() : null, place: '', entries: 0 });
    } else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && level !== undefined) level.entries += 1;
    else if (token === ':' && level?.names != null) {
      const name: unknown = JSON.parse(last);
      level.place = String(name);
      if (level.names.has(level.place)) return placeOf(levels);
      level.names.add(level.place);
    }
    last = token;
  }
  return null;
}

function placeOf(levels: readonly Level[]): string {
  return levels
    .map(({ names, place, entries }) => (names === null ? `[${entries}]` : `.${place}`))
    .join('')
    .replace(/^\./, '');
}

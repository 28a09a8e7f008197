import type { Check, Mode } from '../checks/check.ts';
import { inside, isObject, shown } from './fields.ts';
import { hint } from './nearest.ts';
import type { Report } from './problem.ts';

/** What the settings need to know of a check: its name, and whether it has a repair. */
export type KnownCheck = Pick<Check, 'id' | 'permissions'>;

/** Every mode, from the strongest to none. */
export const MODES: readonly Mode[] = ['restore', 'alert', 'advice', 'off'];

/** True if the check declares the right to repair; one that does not can only tell. */
export function hasRepair(check: KnownCheck): boolean {
  return check.permissions.some(({ access }) => access === 'repair');
}

/** Reads the `modes` at a place, or reports names that are no checks and modes that a check does not have. */
export function readModes(
  value: unknown,
  where: string,
  checks: readonly KnownCheck[],
  report: Report,
): Record<string, Mode> {
  if (value === undefined) return {};
  if (!isObject(value)) {
    report(where, `must be an object from check to mode, and is \`${shown(value)}\``);
    return {};
  }
  const read: [string, Mode][] = [];
  const ids = checks.map(({ id }) => id);
  for (const [id, wanted] of Object.entries(value)) {
    const place = inside(where, id);
    const check = checks.find((candidate) => candidate.id === id);
    const mode = MODES.find((candidate) => candidate === wanted);
    if (check === undefined) report(place, `is not a check${hint(id, ids)}`);
    else if (mode === undefined) report(place, `must be ${listed(MODES)}, and is \`${shown(wanted)}\``);
    else if (mode === 'restore' && !hasRepair(check)) report(place, 'cannot be `restore`: the check has no repair');
    else read.push([id, mode]);
  }
  return Object.fromEntries(read);
}

function listed(modes: readonly Mode[]): string {
  return modes.map((mode) => `\`${mode}\``).join(', ');
}

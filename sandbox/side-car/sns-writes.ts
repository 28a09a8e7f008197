import type { Call } from './call.ts';

const LIST = /^(\w+)\.member\.\d+$/;
const ENTRY = /^(\w+)\.entry\.(\d+)\.(key|value)$/;

/** The parameters of a form as the API's model has them: its numbered names are lists and maps (`ActionName.member.1`). */
export function snsParameters({ parameters }: Call): Record<string, unknown> {
  const { Action: _action, Version: _version, ...flat } = parameters;
  const lists: Record<string, unknown[]> = {};
  const maps: Record<string, Record<string, unknown>> = {};
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const list = LIST.exec(name)?.[1];
    const [, map, number, part] = ENTRY.exec(name) ?? [];
    if (list !== undefined) lists[list] = [...(lists[list] ?? []), value];
    else if (map === undefined) plain[name] = value;
    else if (part === 'key') maps[map] = { ...maps[map], [String(value)]: flat[`${map}.entry.${number}.value`] };
  }
  return { ...plain, ...lists, ...maps };
}

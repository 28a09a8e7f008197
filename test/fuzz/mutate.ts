import type { Json } from '../../shared/policy/json.ts';
import { changedText, hostileName, hostileValue } from './hostile.ts';
import type { Random } from './random.ts';

/** A JSON value that is being taken apart. */
type Loose = null | boolean | number | string | Loose[] | { [key: string]: Loose };
type Parent = Loose[] | { [key: string]: Loose };
type Slot = { readonly parent: Parent; readonly name: string };

const isParent = (value: Loose | undefined): value is Parent => typeof value === 'object' && value !== null;

/** A value of its own under a name, also under `__proto__`. */
function put(parent: Parent, name: string, value: Loose): void {
  Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });
}

const at = ({ parent, name }: Slot): Loose => Object.getOwnPropertyDescriptor(parent, name)?.value ?? null;

/** So many places of a document are known to a mutation: what is duplicated a thousand times need not be walked. */
const PLACES = 2_000;

function slotsOf(root: Loose): Slot[] {
  const slots: Slot[] = [];
  const parents = isParent(root) ? [root] : [];
  for (let parent = parents.shift(); parent !== undefined && slots.length < PLACES; parent = parents.shift()) {
    for (const name of Object.keys(parent)) {
      slots.push({ parent, name });
      const child = at({ parent, name });
      if (isParent(child)) parents.push(child);
    }
  }
  return slots;
}

const copy = (value: Json | Loose): Loose => JSON.parse(JSON.stringify(value));

function remove({ parent, name }: Slot): void {
  if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else delete parent[name];
}

function nested(value: Loose, random: Random): Loose {
  // A single list around a value means the same to IAM. What `JSON.stringify` cannot write any more, `mutatedText` makes.
  const levels = random.oneIn(40) ? 500 : random.oneIn(5) ? 30 : 1;
  let wrapped = value;
  const name = hostileName(random);
  const isList = !random.oneIn(3);
  for (let level = 0; level < levels; level += 1) {
    const outer: Parent = isList ? [wrapped] : {};
    if (!isList) put(outer, name, wrapped);
    wrapped = outer;
  }
  return wrapped;
}

function duplicated({ parent, name }: Slot, random: Random): void {
  const value = at({ parent, name });
  if (!Array.isArray(parent)) {
    put(parent, hostileName(random), copy(value));
    return;
  }
  // Up to and beyond the 20 KB that S3 takes.
  const times = random.oneIn(25) ? 1 + random.below(120) : 1;
  for (let time = 0; time < times; time += 1) parent.splice(random.below(parent.length + 1), 0, copy(value));
}

function swapped(one: Slot, other: Slot): void {
  const [left, right] = [copy(at(one)), copy(at(other))];
  put(one.parent, one.name, right);
  put(other.parent, other.name, left);
}

function renamed(slot: Slot, random: Random): void {
  const value = at(slot);
  remove(slot);
  put(slot.parent, Array.isArray(slot.parent) ? slot.name : hostileName(random), value);
}

/** A list the other way round; one with a single value in it without the list. */
function reordered(slot: Slot): void {
  const value = at(slot);
  if (!Array.isArray(value)) return;
  put(slot.parent, slot.name, value.length === 1 ? (value[0] ?? null) : value.toReversed());
}

function changedInside(slot: Slot, random: Random): void {
  const value = at(slot);
  if (typeof value === 'string') put(slot.parent, slot.name, changedText(value, random));
}

/** A value of another document, where there is one from under the same name. */
function spliced(slot: Slot, random: Random, _: readonly Slot[], other: Json): void {
  const all = slotsOf(copy(other));
  const alike = all.filter(({ name }) => name === slot.name);
  const from = alike.length > 0 && !random.oneIn(4) ? alike : all;
  const [first, ...more] = from;
  if (first !== undefined) put(slot.parent, slot.name, copy(at(random.pick([first, ...more]))));
}

type Change = (slot: Slot, random: Random, slots: readonly [Slot, ...Slot[]], other: Json) => void;

const CHANGES: readonly [Change, ...Change[]] = [
  remove,
  duplicated,
  (slot, random, slots) => swapped(slot, random.pick(slots)),
  ({ parent, name }, random) => put(parent, name, copy(hostileValue(random))),
  (slot, random) => put(slot.parent, slot.name, nested(at(slot), random)),
  renamed,
  reordered,
  ...[spliced, spliced, spliced, spliced],
  ...[changedInside, changedInside, changedInside, changedInside, changedInside],
];

/** A document after one to six changes to its structure or its texts; some of them come from another document. */
export function mutated(document: Json, other: Json, random: Random): Json {
  const root = [copy(document)];
  const changes = 1 + random.below(random.oneIn(3) ? 6 : 2);
  for (let change = 0; change < changes; change += 1) {
    const [first, ...more] = slotsOf(root);
    if (first === undefined) break;
    const slots = [first, ...more] as const;
    random.pick(CHANGES)(random.pick(slots), random, [...slots], other);
  }
  return root[0] ?? null;
}

/** What an item has been put together with: the first of them stands for all. */
class Together<T> {
  readonly #before = new Map<T, T>();

  /** Who stands for this item. Paths are halved on the way, so that the next search is shorter. */
  first(item: T): T {
    let at = item;
    for (let before = this.#before.get(at); before !== undefined; before = this.#before.get(at)) {
      const further = this.#before.get(before);
      if (further !== undefined) this.#before.set(at, further);
      at = before;
    }
    return at;
  }

  join(one: T, other: T): void {
    const [first, second] = [this.first(one), this.first(other)];
    if (first !== second) this.#before.set(second, first);
  }
}

/**
 * Items in groups: two that name the same resource stand in one, and so do those that a third one links. In a group items
 * stand as they were given; the groups in the order of their last items. The work grows with the resources that are named.
 */
export function groupsSharing<T extends object>(
  items: readonly T[],
  resourcesOf: (item: T) => readonly string[],
): readonly (readonly T[])[] {
  const together = new Together<T>();
  const firstWith = new Map<string, T>();
  for (const item of items) {
    for (const resource of resourcesOf(item)) {
      const known = firstWith.get(resource);
      if (known === undefined) firstWith.set(resource, item);
      else together.join(known, item);
    }
  }
  const groups = new Map<T, T[]>();
  for (const item of items) {
    const first = together.first(item);
    const group = groups.get(first) ?? [];
    group.push(item);
    groups.set(first, group);
  }
  const places = new Map(items.map((item, place) => [item, place]));
  const lastPlace = (group: readonly T[]): number => Math.max(...group.slice(-1).map((item) => places.get(item) ?? 0));
  return [...groups.values()].sort((one, other) => lastPlace(one) - lastPlace(other));
}

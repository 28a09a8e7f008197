import type { Hold } from '../reconcile/hold.ts';
import { type Memory, noMemory } from '../reconcile/memory.ts';
import type { Clock, Remembered, Store } from '../reconcile/ports.ts';

/** How often a memory is read again that somebody wrote at the same time, and the pause before, in milliseconds. */
const AGAIN = { times: 8, pause: 250 } as const;

/** Where memories are, and the time. */
export type Memories = { readonly store: Store; readonly clock: Clock };

type Changed = (memory: Memory) => Memory;

async function known(trailArn: string, store: Store): Promise<Partial<Remembered> & { readonly memory: Memory }> {
  const read = await store.read(trailArn);
  switch (read.state) {
    case 'present':
      return read.value;
    case 'absent':
      return { memory: noMemory(trailArn) };
    case 'unreadable':
    case 'not-asked':
      throw new Error(read.reason ?? 'nobody remembers');
  }
}

/** Changes one memory, under the condition that nobody wrote since it was read; throws where that cannot be done. */
async function change(trailArn: string, changed: Changed, { store, clock }: Memories): Promise<void> {
  for (let attempt = 0; attempt < AGAIN.times; attempt += 1) {
    if (attempt > 0) await clock.pause(AGAIN.pause);
    const { memory, tag = null } = await known(trailArn, store);
    if ((await store.write(changed(memory), tag)) !== null) return;
  }
  throw new Error(`the memory of \`${trailArn}\` was written by somebody else each time`);
}

const without = (holds: readonly Hold[], resources: readonly string[]): readonly Hold[] =>
  holds.filter(({ resource }) => !resources.includes(resource));

/** Puts holds into the memory of each of these trails; a hold on the same document ends with it. Throws where one cannot be written. */
export async function hold(trailArns: readonly string[], holds: readonly Hold[], memories: Memories): Promise<void> {
  const resources = holds.map(({ resource }) => resource);
  const changed: Changed = (memory) => ({ ...memory, holds: [...without(memory.holds, resources), ...holds] });
  for (const trailArn of trailArns) await change(trailArn, changed, memories);
}

/** Takes the holds of a rollback back that did not come about. Throws where one cannot be written. */
export async function release(trailArns: readonly string[], holds: readonly Hold[], memories: Memories): Promise<void> {
  const isOurs = (one: Hold): boolean =>
    holds.some(({ resource, until, of }) => one.resource === resource && one.until === until && one.of === of);
  const changed: Changed = (memory) => ({ ...memory, holds: memory.holds.filter((one) => !isOurs(one)) });
  for (const trailArn of trailArns) await change(trailArn, changed, memories);
}

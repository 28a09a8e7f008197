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

/** Takes the holds on these documents back, and lets those last that they stand for. Throws where a memory cannot be written. */
export type Release = (resources: readonly string[]) => Promise<void>;

/**
 * Puts holds into the memory of each of these trails, in the place of earlier ones on the same documents; what it answers takes them
 * back. Throws where one cannot be written, and then nothing is held that was not before.
 */
export async function hold(trailArns: readonly string[], holds: readonly Hold[], memories: Memories): Promise<Release> {
  const resources = holds.map(({ resource }) => resource);
  const earlier = new Map<string, readonly Hold[]>();
  const isOurs = (one: Hold): boolean =>
    holds.some(({ resource, until, of }) => one.resource === resource && one.until === until && one.of === of);
  const release: Release = async (needless) => {
    for (const [trailArn, replaced] of earlier)
      await change(
        trailArn,
        (memory) => {
          const stays = memory.holds.filter((one) => !needless.includes(one.resource) || !isOurs(one));
          // Whoever held it since, holds it.
          const free = needless.filter((resource) => !stays.some((one) => one.resource === resource));
          return { ...memory, holds: [...stays, ...replaced.filter(({ resource }) => free.includes(resource))] };
        },
        memories,
      );
  };
  try {
    for (const trailArn of trailArns)
      await change(
        trailArn,
        (memory) => {
          const replaced = memory.holds.filter(({ resource }) => resources.includes(resource));
          earlier.set(trailArn, replaced);
          return { ...memory, holds: [...memory.holds.filter((one) => !replaced.includes(one)), ...holds] };
        },
        memories,
      );
  } catch (error) {
    // Those that were written would keep back a repair of what nobody undid.
    await release(resources).catch(() => {});
    throw error;
  }
  return release;
}

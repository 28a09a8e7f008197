import type { Memory, Owed } from './memory.ts';
import type { Ports } from './ports.ts';

/** So many alerts are kept while none can be sent; the oldest go first. */
const OWED = 20;

/** What is owed, with these too. */
export const owing = ({ untold }: Memory, more: readonly Owed[]): readonly Owed[] => [...untold, ...more].slice(-OWED);

/** A run has ended after so long, whether or not it sent what it was about to: longer than the function may run, in milliseconds. */
const SENDING = 4 * 60_000;

/** An alert that no other run is sending at this moment. */
export const isLeftBehind =
  (now: number) =>
  ({ sentAt }: Owed): boolean =>
    sentAt === undefined || now - sentAt >= SENDING;

/** What is owed after a run: what it could not send, for whoever comes next, and what another run is sending. */
export function stillOwed(
  { untold }: Memory,
  tried: readonly Owed[],
  unsent: ReadonlyMap<Owed, unknown>,
): readonly Owed[] {
  return untold.flatMap((alert): readonly Owed[] => {
    const { sentAt: _, ...left } = alert;
    if (unsent.has(alert)) return [left];
    return tried.includes(alert) ? [] : [alert];
  });
}

/** Sends what it can; those that could not be sent, each with the reason. */
export async function sendAll(alerts: readonly Owed[], { notifier }: Ports): Promise<ReadonlyMap<Owed, unknown>> {
  const unsent = new Map<Owed, unknown>();
  for (const alert of alerts) {
    try {
      const { sentAt: _, ...told } = alert;
      await notifier.send(told);
    } catch (error) {
      unsent.set(alert, error);
    }
  }
  return unsent;
}

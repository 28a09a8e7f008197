import type { Memory, Owed } from './memory.ts';
import type { Ports } from './ports.ts';

/** So many alerts are kept while none can be sent; the oldest go first. */
const OWED = 20;

/** A run has ended after so long, whether or not it sent what it was about to: longer than the function may run, in milliseconds. */
const SENDING = 4 * 60_000;

/** An alert that no other run is sending at this moment. */
export const isLeftBehind =
  (now: number) =>
  ({ sentAt }: Owed): boolean =>
    sentAt === undefined || now - sentAt >= SENDING;

/** What is owed, with these too; what no other run is sending is sent by this one, and says so. */
export function owing({ untold }: Memory, more: readonly Owed[], now: number): readonly Owed[] {
  const isOurs = isLeftBehind(now);
  const all = untold.map((alert) => (isOurs(alert) ? { ...alert, sentAt: now } : alert));
  return [...all, ...more].slice(-OWED);
}

/** What is owed after a run: what it could not send, for whoever comes next, and what another run is sending. */
export function stillOwed(
  { untold }: Memory,
  tried: readonly Owed[],
  unsent: ReadonlyMap<Owed, unknown>,
): readonly Owed[] {
  const failed = [...unsent.keys()];
  return untold.flatMap((alert): readonly Owed[] => {
    // A memory that was read again holds a copy; the times in its body tell an alert from every other.
    const isSame = ({ subject, body }: Owed): boolean => subject === alert.subject && body === alert.body;
    const { sentAt: _, ...left } = alert;
    if (failed.some(isSame)) return [left];
    return tried.some(isSame) ? [] : [alert];
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

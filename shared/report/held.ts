import { plainText } from '../plain-text.ts';
import type { Outcome } from '../reconcile/outcome.ts';

/** Writes a time, in milliseconds since the epoch, for people. */
type TimeText = (milliseconds: number) => string;

/** What was not repaired because a person put it back: who holds it, until when, and by which rollback. */
export function heldLines({ held }: Pick<Outcome, 'held'>, timeText: TimeText): readonly string[] {
  if (held.length === 0) return [];
  return [
    'HELD',
    ...held.flatMap(({ resource, until, of, by }) => [
      `- the policy of ${plainText(resource, 300)} is not repaired before ${timeText(until)}:`,
      `  ${plainText(by, 300)} put it back as it was before record ${plainText(of, 100)}.`,
    ]),
    'After that it is repaired like any other. Whoever wants it repaired sooner runs `trailmend apply`.',
    '',
  ];
}

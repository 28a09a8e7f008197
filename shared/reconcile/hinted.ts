import type { ApiCall } from '../events/api-call.ts';
import type { Clock } from './ports.ts';
import type { SourceObservation } from './store-observation.ts';

/**
 * A document that a call has just written makes old what CloudTrail reports, also before the run that wrote it has remembered that. A
 * hint, as every event: it only keeps a report for a while from being told that nothing explains.
 */
export function hinted(observation: SourceObservation, cause: ApiCall | null, { parse }: Clock): SourceObservation {
  const { memory } = observation;
  if (cause === null || cause.document === null || cause.eventTime === null || memory.state !== 'present')
    return observation;
  const changedAt = parse(cause.eventTime);
  if (!(changedAt > (memory.value.changedAt ?? 0))) return observation;
  return { ...observation, memory: { ...memory, value: { ...memory.value, changedAt } } };
}

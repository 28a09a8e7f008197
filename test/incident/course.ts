import { advance } from '../../shared/incident/advance.ts';
import type { Advance, Ended, Happening, Incident, Sight } from '../../shared/incident/incident.ts';

export const START = Date.UTC(2026, 10, 21, 12);
export const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
export const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/example';
export const WRITE = 'bucket-policy-allows-log-delivery';

/** What runs see, and what becomes of an incident by it. */
export class Course {
  now = START;
  incident: Incident | null = null;
  ended: Incident | null = null;
  last: Ended | null = null;

  see(changes: Partial<Sight>): Happening | null {
    const sight: Sight = {
      ...{ now: this.now, state: 'healthy', lasting: null, checks: [], severity: 'critical', isRepaired: false },
      ...{
        principal: null,
        calledAt: null,
        trails: [TRAIL, 'other'],
        stopped: [],
        arrivals: new Map(),
        isNews: false,
        isHeldBack: false,
        ...changes,
      },
    };
    const after: Advance = advance(this.incident, sight, `id-${this.now}`, this.last);
    this.incident = after.incident;
    this.ended = after.ended;
    if (after.ended !== null) this.last = { id: after.ended.id, at: this.now };
    return after.happening;
  }

  broken(changes: Partial<Sight> = {}): Happening | null {
    return this.see({ state: 'open', lasting: 'a foreign Deny', checks: ['deny'], stopped: [TRAIL], ...changes });
  }

  repaired(changes: Partial<Sight> = {}): Happening | null {
    const sight = { state: 'repaired', isRepaired: true, checks: [WRITE], stopped: [TRAIL] } as const;
    return this.see({ ...sight, ...changes });
  }

  arrived(at: number): Happening | null {
    return this.see({ arrivals: new Map([[TRAIL, { at, isClean: true }]]) });
  }

  later(milliseconds: number): this {
    this.now += milliseconds;
    return this;
  }
}

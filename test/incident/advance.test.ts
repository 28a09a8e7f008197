import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { advance, isHeldBack } from '../../shared/incident/advance.ts';
import { idOf } from '../../shared/incident/id.ts';
import type { Advance, Ended, Happening, Incident, Sight } from '../../shared/incident/incident.ts';
import { RECORD_ID } from '../../shared/trail/record-key.ts';

const START = Date.UTC(2026, 10, 21, 12);
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/example';
const WRITE = 'bucket-policy-allows-log-delivery';

/** What runs see, and what becomes of an incident by it. */
class Course {
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

describe('an incident that was repaired', () => {
  it('is one, and is over once a log file came after the repair', () => {
    const course = new Course();
    assert.equal(course.repaired({ arrivals: new Map([[TRAIL, { at: START - HOUR, isClean: false }]]) }), 'opened');
    assert.equal(course.later(MINUTE).arrived(START - HOUR), null);
    assert.equal(course.later(MINUTE).arrived(START + 30_000), null, 'within the difference of two clocks');
    assert.equal(course.later(5 * MINUTE).arrived(START + 5 * MINUTE), 'proven');
    assert.deepEqual(course.ended?.gaps, [{ trailArn: TRAIL, from: START - HOUR, to: START + 5 * MINUTE }]);
    assert.equal(course.incident, null);
  });

  it('waits for a log file of every trail that had none', () => {
    const course = new Course();
    course.repaired({ stopped: [TRAIL, 'other'] });
    course.later(HOUR);
    assert.equal(course.arrived(START + HOUR), null);
    const both = new Map([TRAIL, 'other'].map((arn) => [arn, { at: START + HOUR, isClean: true }] as const));
    assert.equal(course.see({ arrivals: both }), 'proven');
  });

  it('does not wait for a trail that nobody looks after any more', () => {
    const course = new Course();
    course.repaired({ stopped: [TRAIL, 'other'] });
    course.later(HOUR);
    assert.equal(
      course.see({ trails: [TRAIL], arrivals: new Map([[TRAIL, { at: course.now, isClean: true }]]) }),
      'proven',
    );
    course.later(HOUR).repaired({ stopped: ['other'] });
    assert.equal(course.see({ trails: [TRAIL] }), 'over');
  });

  it('tells of each trail the first log file after the repair, though another’s came later', () => {
    const course = new Course();
    course.repaired({ stopped: [TRAIL, 'other'] });
    const first = course.later(10 * MINUTE).now;
    course.arrived(first);
    const last = course.later(DAY / 2).now;
    course.see({ arrivals: new Map([TRAIL, 'other'].map((arn) => [arn, { at: last, isClean: true }] as const)) });
    assert.deepEqual(
      course.ended?.gaps.map(({ to }) => to),
      [first, last],
    );
  });

  it('is not proven while CloudTrail reports an error', () => {
    const course = new Course();
    course.repaired();
    course.later(HOUR);
    assert.equal(course.see({ arrivals: new Map([[TRAIL, { at: course.now, isClean: false }]]) }), null);
  });

  it('is over as not proven after a day without a log file', () => {
    const course = new Course();
    course.repaired();
    assert.equal(course.later(DAY - 1).see({}), null);
    assert.equal(course.later(1).see({}), 'not-proven');
    assert.equal(course.incident, null);
  });

  it('that was never in the way of log files is over with the next healthy look', () => {
    const course = new Course();
    assert.equal(course.repaired({ stopped: [], severity: 'medium' }), 'opened');
    assert.equal(course.later(MINUTE).see({}), 'over');
  });

  it('waits anew after each further repair', () => {
    const course = new Course();
    course.repaired();
    assert.equal(course.later(10 * MINUTE).repaired(), 'repaired-again');
    assert.equal(course.arrived(START + 5 * MINUTE), null);
    assert.equal(course.later(10 * MINUTE).arrived(course.now), 'proven');
    assert.equal(course.ended?.repairs.length, 2);
  });
});

describe('the same break again and again', () => {
  const arrivals = (at: number) => new Map([[TRAIL, { at, isClean: true }]]);

  it('is told four times at most while log files come in between', () => {
    const course = new Course();
    const happenings = Array.from({ length: 10 }, () => [
      course.later(MINUTE).repaired({ principal: 'mallory' }),
      course.later(4 * MINUTE).arrived(course.now),
    ]);
    const told = happenings.flat().filter((one) => one !== null && one !== 'repaired-again');
    assert.deepEqual(told, ['opened', 'proven', 'opened', 'fought']);
    const proof = course.now;
    assert.equal(course.later(HOUR).see({ arrivals: arrivals(course.now) }), 'proven');
    assert.equal(course.ended?.gaps[0]?.to, proof, 'the first log file after the last repair');
  });

  it('is told four times at most though no log file was ever in its way', () => {
    const course = new Course();
    const happenings = Array.from({ length: 10 }, () => [
      course.later(MINUTE).repaired({ principal: 'mallory', stopped: [] }),
      course.later(MINUTE).see({}),
    ]);
    const told = happenings.flat().filter((one) => one !== null && one !== 'repaired-again');
    assert.deepEqual(told, ['opened', 'over', 'opened', 'fought']);
    assert.equal(course.later(HOUR).see({}), 'over');
  });

  it('is an incident like any other, where an hour lies between', () => {
    const course = new Course();
    for (const _ of [1, 2, 3]) {
      assert.equal(course.later(HOUR).repaired({ stopped: [] }), 'opened');
      assert.equal(course.see({}), 'over');
    }
  });
  it('is told twice in ten times: that it broke, and that somebody fights', () => {
    const course = new Course();
    const happenings = Array.from({ length: 10 }, () => course.later(2 * MINUTE).repaired({ principal: 'mallory' }));
    assert.deepEqual(
      happenings.filter((one) => one !== 'repaired-again'),
      ['opened', 'fought'],
    );
    assert.equal(happenings[2], 'fought', 'with the third repair');
  });

  it('is a fight whoever makes the calls, if there are many', () => {
    const course = new Course();
    const happenings = Array.from({ length: 10 }, (_, at) => course.later(MINUTE).repaired({ principal: `m${at}` }));
    assert.deepEqual(
      happenings.flatMap((one, at) => (one === 'fought' ? [at] : [])),
      [5],
    );
  });

  it('is no fight where it takes days', () => {
    const course = new Course();
    for (let day = 0; day < 10; day += 1)
      assert.notEqual(course.later(DAY / 2).repaired({ principal: 'dana' }), 'fought');
  });

  it('is not told while the repair waits', () => {
    const course = new Course();
    for (let at = 0; at < 3; at += 1) course.later(MINUTE).repaired({ principal: 'mallory' });
    assert.equal(course.later(MINUTE).broken({ isHeldBack: true, lasting: 'would-restore' }), null);
    assert.equal(course.incident?.restoredAt, null);
    assert.equal(course.later(15 * MINUTE).repaired(), 'repaired-again');
  });

  it('is repaired once in a period from then on, and always again', () => {
    const course = new Course();
    for (let at = 0; at < 3; at += 1) course.later(MINUTE).repaired({ principal: 'mallory' });
    const period = 15 * MINUTE;
    assert.equal(isHeldBack(course.incident, course.now + 1, period), true);
    assert.equal(isHeldBack(course.incident, course.now + period, period), false);
    assert.equal(isHeldBack(course.incident, course.now + HOUR, 3 * HOUR), false);
    assert.equal(isHeldBack(null, course.now, period), false);
  });
});

describe('what stays open', () => {
  it('is told, and then at growing distances', () => {
    const course = new Course();
    const told: number[] = [];
    for (let hour = 0; hour <= 24 * 40; hour += 1, course.later(HOUR)) {
      if (course.broken() !== null) told.push(hour / 24);
    }
    assert.deepEqual(told, [0, 1, 3, 7, 14, 21, 28, 35]);
  });

  it('is told anew as soon as it is another state, or more', () => {
    const course = new Course();
    course.broken();
    assert.equal(course.later(MINUTE).broken({ lasting: 'another Deny' }), 'worsened');
    assert.equal(course.later(MINUTE).broken({ lasting: 'another Deny', checks: ['deny', 'key'] }), 'worsened');
    assert.equal(course.later(MINUTE).broken({ lasting: 'another Deny' }), null);
    assert.equal(course.later(MINUTE).broken({ lasting: 'another Deny', isNews: true }), 'worsened');
  });

  it('is not told anew where CloudTrail reports what follows from it', () => {
    const course = new Course();
    course.repaired();
    assert.equal(course.later(MINUTE).repaired({ checks: [WRITE, 'trail-delivers-log-files'] }), 'repaired-again');
  });

  it('and is mended by somebody is proven as a repair is', () => {
    const course = new Course();
    course.broken();
    assert.equal(course.later(HOUR).see({}), null);
    assert.equal(course.later(HOUR).arrived(course.now), 'proven');
    assert.equal(course.ended?.restoredAt, START + HOUR);
  });

  it('and was repaired in part goes on as open', () => {
    const course = new Course();
    assert.equal(course.broken({ isRepaired: true }), 'opened');
    assert.deepEqual([course.incident?.restoredAt, course.incident?.repairs.length], [null, 1]);
  });

  it('and is repaired at last is told, and the next time it is not', () => {
    const course = new Course();
    course.broken();
    assert.equal(course.later(MINUTE).repaired({ checks: ['deny'] }), 'repaired');
    assert.equal(course.later(MINUTE).repaired({ checks: ['deny'] }), 'repaired-again');
  });

  it('after it looked restored is told', () => {
    const course = new Course();
    course.repaired();
    assert.equal(course.later(MINUTE).broken({ checks: [WRITE] }), 'worsened');
    assert.equal(course.incident?.restoredAt, null);
  });
});

describe('an incident', () => {
  it('knows when it broke, the worst of it, and every check that told', () => {
    const course = new Course();
    course.broken({ calledAt: START - MINUTE, severity: 'medium', checks: ['topic'] });
    course.later(HOUR).broken({ severity: 'critical', checks: ['deny'] });
    course.later(HOUR).broken({ severity: 'high', checks: ['deny'] });
    const { brokenAt, severity, checks, id, openedAt } = course.incident ?? {};
    assert.deepEqual([brokenAt, severity, checks], [START - MINUTE, 'critical', ['topic', 'deny']]);
    assert.deepEqual([id, openedAt], [`id-${START}`, START]);
  });

  it('is none where all is well', () => {
    const course = new Course();
    assert.deepEqual([course.see({}), course.incident, course.ended], [null, null, null]);
  });

  it('of which an earlier release kept nothing but what people know is not told anew', () => {
    const course = new Course();
    course.broken();
    if (course.incident !== null) course.incident = { ...course.incident, checks: [] };
    assert.equal(course.later(HOUR).broken(), null);
    assert.deepEqual(course.incident?.checks, ['deny']);
  });
});

describe('an id', () => {
  it('sorts by time and tells two of a second apart', () => {
    const [one, other] = ['one', 'other'].map((about) => idOf('2026-11-21T16:55:41.079Z', about));
    assert.match(one ?? '', RECORD_ID);
    assert.match(one ?? '', /^20261121T165541Z-/);
    assert.notEqual(one, other);
    assert.equal(one, idOf('2026-11-21T16:55:41.079Z', 'one'));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { idOf } from '../../shared/incident/id.ts';
import { RECORD_ID } from '../../shared/trail/record-key.ts';
import { Course, DAY, HOUR, MINUTE, START, TRAIL, WRITE } from './course.ts';

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

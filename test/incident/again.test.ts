import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isHeldBack } from '../../shared/incident/advance.ts';
import { Course, DAY, HOUR, MINUTE, TRAIL } from './course.ts';

describe('an incident of which less is left', () => {
  const [both, one] = [JSON.stringify(['alerted', 'a: Deny', 'b: Deny']), JSON.stringify(['alerted', 'a: Deny'])];

  it('has not worsened, is reminded of as before, and has worsened when the rest comes back', () => {
    const course = new Course();
    assert.equal(course.broken({ lasting: both }), 'opened');
    assert.equal(course.later(HOUR).broken({ lasting: one }), null);
    assert.equal(course.later(23 * HOUR).broken({ lasting: one }), 'reminded');
    assert.equal(course.later(HOUR).broken({ lasting: both }), 'worsened');
  });

  it('has worsened where it ends in another way', () => {
    const course = new Course();
    course.broken({ lasting: both });
    assert.equal(course.later(HOUR).broken({ lasting: JSON.stringify(['failed', 'a: Deny']) }), 'worsened');
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

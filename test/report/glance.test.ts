import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TerminalError } from '../../shared/reconcile/ports.ts';
import { callOf, putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, statementsOf, TOPIC_OWNER } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { answersIn, latest } from './worlds.ts';

const HEALTHY = documentedPolicy(SINGLE);
const [MINUTE, DAY] = [60_000, 86_400_000];
const STATEMENTS = statementsOf(HEALTHY);

/** A world in which the last log file came seven minutes ago. */
function delivering(): World {
  const world = new World([SINGLE], HEALTHY);
  world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time - 7 * MINUTE } });
  return world;
}

describe('the first lines of an alert', () => {
  it('of a repair say since when, that files follow, and that nothing is to do', async () => {
    const world = delivering();
    world.bucket.write(policyWith(ACL));
    await world.pass(callOf('PutBucketPolicy', { time: '2026-11-21T11:59:40Z' }));
    const alert = latest(world);
    assert.equal(alert.body.split('\n')[0], 'CloudTrail log delivery of example in example-logs: restored.');
    assert.deepEqual(answersIn(alert), {
      SINCE: '2026-11-21T11:59:40Z, repaired after 20 s',
      'LOG FILES':
        'the policies allow delivery again. Log files follow, usually within minutes: CloudTrail delivers what it could not deliver for up to 30 days. Last one: 2026-11-21T11:53:00Z.',
      'TO DO': 'nothing now. You hear when a log file has proven it, or if none has within a day.',
      SEVERITY: 'critical: log delivery itself',
      INCIDENT: String(alert.attributes['incident']),
    });
  });

  it('of a Deny say that files do not arrive, and what a person decides', async () => {
    const world = delivering();
    world.bucket.write(policyWith(...STATEMENTS, FOREIGN_DENY));
    await world.pass();
    const answers = answersIn(latest(world));
    assert.match(answers['SINCE'] ?? '', /^2026-11-21T12:00:00Z, when it was found$/);
    assert.equal(answers['LOG FILES'], 'do NOT arrive. Last one: 2026-11-21T11:53:00Z.');
    assert.match(answers['TO DO'] ?? '', /^statement 2 \(`OnlyOurOrganization`\) denies .* \(below\)$/);
  });

  it('of a repair beside which something is left to a person, say what', async () => {
    const topicArn = 'arn:aws:sns:us-east-1:111122223333:example-topic';
    const denied = { Sid: 'D', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: topicArn };
    const world = new World([trailWith({ topicArn })], policyWith(ACL), { topic: policyWith(TOPIC_OWNER, denied) });
    assert.equal((await world.pass()).word, 'restored');
    assert.match(answersIn(latest(world))['TO DO'] ?? '', /^statement 1 \(`D`\) denies .* \(below\)$/);
  });

  it('of one trail of two that is refused, say of how many', async () => {
    const second = trailWith({ name: 'second', prefix: 'second' });
    const policy = policyWith(...STATEMENTS, ...statementsOf(documentedPolicy(second)));
    const world = new World([SINGLE, second], policy);
    world.settings = { ...world.settings, alertOnly: true };
    world.bucket.write(HEALTHY);
    await world.pass();
    assert.match(answersIn(latest(world))['LOG FILES'] ?? '', /^do NOT arrive \(1 of 2 trails\)\./);
  });

  it('in alert-only mode name the setting', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.settings = { ...world.settings, alertOnly: true };
    await world.pass();
    assert.match(answersIn(latest(world))['TO DO'] ?? '', /^make the change below, .*`"alertOnly": false`/);
  });

  it('of a repair that failed say why', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = [new TerminalError('AWS denied `s3:PutBucketPolicy`')];
    await world.pass();
    assert.equal(answersIn(latest(world))['TO DO'], 'look why the repair failed: AWS denied `s3:PutBucketPolicy`');
  });

  it('of a repair that AWS refused say who refused it', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    const refused = { cause: 'service-control-policy', said: 'with an explicit deny' } as const;
    world.bucket.failures = [new TerminalError('AWS denied `s3:PutBucketPolicy`: User: arn:aws:…', { refused })];
    await world.pass();
    const toDo = answersIn(latest(world))['TO DO'] ?? '';
    assert.match(toDo, /^AWS refused `s3:PutBucketPolicy` on `arn:aws:s3:::[^`]+`: a service control policy \(SCP\)/);
    assert.match(toDo, /\(below\)$/);
  });

  it('of settings alone say that log files are not affected', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.bucket.expiry = [{ id: 'week', isEnabled: true, prefix: '', isNarrowed: false, expires: { days: 7 } }];
    await world.pass();
    const answers = answersIn(latest(world));
    assert.match(answers['LOG FILES'] ?? '', /^are not affected\./);
    assert.match(answers['SEVERITY'] ?? '', /^medium: /);
  });

  it('of what cannot be read do not claim that files arrive', async () => {
    const world = new World([SINGLE], HEALTHY);
    world.bucket.answer = { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' };
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: null } });
    await world.lasting();
    const answers = answersIn(latest(world));
    assert.equal(answers['LOG FILES'], 'cannot be told whether they arrive.');
    assert.match(answers['TO DO'] ?? '', /^look why it cannot be told: the bucket policy/);
  });

  it('of an edit that was overwritten ask for the merge', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    await world.pass(putPolicyCall(policyWith(FOREIGN, ACL)));
    assert.equal(answersIn(latest(world))['TO DO'], 'merge the edit that was overwritten (below).');
  });

  it('of a fight send people to whoever undoes the repairs', async () => {
    const world = new World([SINGLE], HEALTHY);
    for (let at = 0; at < 3; at += 1) {
      world.clock.time += MINUTE;
      world.bucket.write(policyWith(ACL));
      await world.pass(putPolicyCall(policyWith(ACL)));
    }
    const alert = latest(world);
    assert.equal(alert.attributes['outcome'], 'fought');
    assert.match(alert.body, /^CloudTrail log delivery of example in example-logs: somebody undoes the repairs\.$/m);
    assert.match(answersIn(alert)['TO DO'] ?? '', /^find out who undoes the repairs/);
    assert.match(alert.body, /^\+ \{$/m, 'the change is shown all the same');
  });

  it('of a reminder say for how long, and blame nobody again', async () => {
    const world = new World([SINGLE], policyWith(...STATEMENTS, FOREIGN_DENY));
    await world.pass(putPolicyCall(policyWith(FOREIGN_DENY)));
    world.clock.time += DAY + MINUTE;
    await world.pass();
    const alert = latest(world);
    assert.equal(alert.subject, 'Trailmend: still open: example in example-logs');
    assert.match(answersIn(alert)['SINCE'] ?? '', /, for 1 d now$/);
    assert.doesNotMatch(alert.body, /^WHO$/m);
  });

  it('of an end that no log file proved send people to the trail', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    world.clock.time += DAY;
    await world.pass();
    const answers = answersIn(latest(world));
    assert.match(answers['TO DO'] ?? '', /^look at the trail, unless nothing happens in its account/);
    assert.match(answers['LOG FILES'] ?? '', /^CloudTrail delivers what it could not deliver for up to 30 days/);
  });
});

describe('the body of an alert', () => {
  it('has its links before its details, and its details last', async () => {
    const world = new World([SINGLE], policyWith(ACL, FOREIGN_DENY));
    await world.pass(putPolicyCall(policyWith(ACL)));
    const headings = latest(world).body.match(/^[A-Z][A-Z ]+$/gm);
    assert.deepEqual(headings, [
      ...['WHAT BROKE', 'WHO', 'TRAILS', 'LINKS'],
      ...['WHAT A PERSON HAS TO DO', 'WHAT WAS CHANGED'],
    ]);
  });

  it('is no wider than a terminal of 100 columns, but where there is something to copy', async () => {
    const world = delivering();
    world.bucket.write(policyWith(ACL, FOREIGN_DENY));
    await world.pass(callOf('PutBucketPolicy', { userAgent: `Mozilla/5.0 ${'(compatible; thing) '.repeat(20)}` }));
    await world.next();
    for (const { body } of world.notifier.alerts) {
      const wide = body.split('\n').filter((line) => line.length > 100);
      assert.ok(
        wide.every((line) => /https:\/\/|trailmend |aws cloudtrail |arn:/.test(line)),
        wide.join('\n'),
      );
    }
  });
});

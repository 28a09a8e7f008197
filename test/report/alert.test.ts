import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Alert } from '../../shared/reconcile/memory.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { RetryableError } from '../../shared/reconcile/ports.ts';
import { alertOf } from '../../shared/report/alert.ts';
import { callOf, putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, WRITE } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { unwrapped } from './unwrapped.ts';

const FLIPPED: JsonObject = { ...WRITE, Effect: 'Deny' };

function alertTo(outcome: Outcome): Alert {
  const alert = alertOf(outcome, (milliseconds) => new Date(milliseconds).toISOString());
  assert.ok(alert !== null, 'people are told');
  return alert;
}

/** The lines of one section of the body: from its heading to the empty line. */
function section({ body }: Alert, heading: string): readonly string[] {
  const lines = body.split('\n');
  const from = lines.indexOf(heading);
  if (from === -1) return [];
  const to = lines.indexOf('', from);
  return lines.slice(from + 1, to === -1 ? lines.length : to);
}

const printed = (statement: JsonObject, sign: string): readonly string[] =>
  JSON.stringify(statement, null, 2)
    .split('\n')
    .map((line) => `${sign} ${line}`);

describe('the alert of a repair', () => {
  it('says what, where and how it ended in its subject and first line', async () => {
    const { subject, body } = alertTo(await new World([SINGLE], policyWith(ACL)).run());
    assert.equal(subject, 'Trailmend: restored: example in example-logs');
    assert.equal(body.split('\n')[0], 'CloudTrail log delivery of example in example-logs: restored.');
  });

  it('names the cause, and who did it, when and from where', async () => {
    const call = callOf('DeleteBucketPolicy', { time: '2026-11-21T11:59:50Z', userAgent: 'Terraform/1.9' });
    const alert = alertTo(await new World([SINGLE], null).run(call));
    assert.deepEqual(section(alert, 'WHAT BROKE'), [
      '- [critical] no statement allows CloudTrail to read the bucket ACL for this trail',
      '- [critical] no statement allows CloudTrail to write log files for this trail',
    ]);
    assert.deepEqual(section(alert, 'WHO'), [
      'arn:aws:sts::111122223333:assumed-role/Admin/jane',
      'called DeleteBucketPolicy at 2026-11-21T11:59:50Z',
      'from 192.0.2.7 with Terraform/1.9',
      'CloudTrail event 11111111-2222-4333-8444-555555555555',
    ]);
  });

  it('found on the schedule, says that nobody is known', async () => {
    const alert = alertTo(await new World([SINGLE], null).run());
    assert.match(section(alert, 'WHO').join('\n'), /^not known: it was found on the schedule/);
  });

  it('after a call on the organization, makes nobody a suspect who touched no bucket', async () => {
    const call = callOf('AttachPolicy', { source: 'aws.organizations', parameters: { policyId: 'p-12345678' } });
    const alert = alertTo(await new World([SINGLE], null).run(call));
    assert.match(section(alert, 'WHO').join('\n'), /^not known: it was found after a call of AttachPolicy;/);
  });

  it('shows every statement that was added, and when', async () => {
    const alert = alertTo(await new World([SINGLE], policyWith(FOREIGN, ACL)).run());
    assert.deepEqual(section(alert, 'WHAT WAS CHANGED'), [
      'Changed: the policy of arn:aws:s3:::example-logs at 2026-11-21T12:00:00.000Z',
      'Every other statement is as it was.',
      ...printed(WRITE, '+'),
    ]);
    assert.ok(!alert.body.includes('theirs'), 'what did not change is not repeated');
  });

  it('shows a statement that was turned back, before and after', async () => {
    const alert = alertTo(await new World([SINGLE], policyWith(ACL, FLIPPED)).run());
    assert.deepEqual(section(alert, 'WHAT WAS CHANGED').slice(2), [...printed(FLIPPED, '-'), ...printed(WRITE, '+')]);
  });

  it('names the trail that was switched on', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    assert.deepEqual(section(alertTo(await world.run()), 'WHAT WAS CHANGED'), [
      `Changed: logging of ${SINGLE.arn} switched on at`,
      '  2026-11-21T12:00:00.000Z',
    ]);
  });

  it('that is not visible yet, says so', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.staleReads = 5;
    assert.match(unwrapped(alertTo(await world.run()).body), /^Changed: .* \(written, and not visible yet\)$/m);
  });

  it('does not promise log files where the repair failed, and says why it did', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.bucket.failures = [new RetryableError('`s3:PutBucketPolicy` failed with SlowDown')];
    const alert = alertTo(await world.run());
    assert.equal(alert.subject, 'Trailmend: repair failed: example in example-logs');
    assert.match(alert.body, /NOT changed: the policy of .* \(`s3:PutBucketPolicy` failed with SlowDown\)/);
    assert.doesNotMatch(alert.body, /allow delivery again/);
  });

  it('promises log files, and not that they are there', async () => {
    const { body } = alertTo(await new World([SINGLE], policyWith(ACL)).run());
    assert.match(body, /policies allow delivery again\. Log files follow/);
  });

  it('that left a Deny standing, does not claim that log files follow', async () => {
    const world = new World([SINGLE], policyWith(ACL, FOREIGN_DENY));
    const alert = alertTo(await world.run());
    assert.deepEqual(world.bucket.document, policyWith(ACL, FOREIGN_DENY, WRITE));
    assert.equal(alert.subject, 'Trailmend: needs a person: example in example-logs');
    assert.match(section(alert, 'WHAT WAS CHANGED')[0] ?? '', /^Changed: the policy of arn:aws:s3:::example-logs at/);
    assert.doesNotMatch(alert.body, /allow delivery again|Log files follow/);
  });

  it('that only switched logging on, does not speak of the policies', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    const { body } = alertTo(await world.run());
    assert.doesNotMatch(body, /allow delivery again/);
    assert.match(body, /^LOG FILES +the calls below went through\. Log files follow/m);
  });

  it('of several trails, says which is meant and names all', async () => {
    const trails = ['one', 'two', 'three'].map((name) => trailWith({ name, prefix: name }));
    const alert = alertTo(await new World(trails, policyWith(FOREIGN)).run());
    assert.equal(alert.subject, 'Trailmend: restored: 3 trails in example-logs');
    assert.equal(section(alert, 'WHAT BROKE').filter((line) => line.endsWith(' (two)')).length, 2);
    assert.deepEqual(
      section(alert, 'TRAILS'),
      trails.map(({ arn }) => arn),
    );
  });

  it('is silent of a check that is only advice', async () => {
    const world = new World([SINGLE], policyWith(WRITE, FOREIGN_DENY));
    world.settings = { ...world.settings, modes: { 'bucket-policy-has-no-blocking-deny': 'advice' } };
    assert.deepEqual(section(alertTo(await world.run()), 'WHAT BROKE'), [
      '- [critical] no statement allows CloudTrail to read the bucket ACL for this trail',
    ]);
  });

  it('puts what explains a delivery error before the error', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.trails.set(SINGLE.arn, { status: { latestDeliveryError: 'AccessDenied' } });
    assert.deepEqual(section(alertTo(await world.run()), 'WHAT BROKE'), [
      '- [critical] no statement allows CloudTrail to write log files for this trail',
      '- [critical] CloudTrail reports `AccessDenied` in us-east-1: the bucket policy refuses CloudTrail',
    ]);
  });
});

describe('the alert of what is left to people', () => {
  it('in alert-only mode, shows the change that would be made', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    world.settings = { ...world.settings, alertOnly: true };
    const alert = alertTo(await world.run());
    assert.equal(alert.subject, 'Trailmend: broken, alert only: example in example-logs');
    assert.deepEqual(section(alert, 'WHAT WAS CHANGED'), [
      'Would change: the policy of arn:aws:s3:::example-logs',
      'Every other statement is as it was.',
      ...printed(WRITE, '+'),
    ]);
  });

  it('of a Deny, holds the statement to paste', async () => {
    const alert = alertTo(await new World([SINGLE], policyWith(ACL, WRITE, FOREIGN_DENY)).run());
    assert.equal(alert.subject, 'Trailmend: needs a person: example in example-logs');
    const [message = '', , ...statement] = section(alert, 'WHAT A PERSON HAS TO DO');
    assert.match(message, /^- statement 2 \(`OnlyOurOrganization`\) denies CloudTrail s3:PutObject/);
    assert.deepEqual(JSON.parse(statement.join('\n')), {
      ...FOREIGN_DENY,
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid', 'aws:SourceArn': SINGLE.arn } },
    });
  });

  it('of a trail that was never started, holds the command', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { status: { isLogging: false, latestDeliveryTime: null, startLoggingTime: null } });
    assert.deepEqual(section(alertTo(await world.run()), 'WHAT A PERSON HAS TO DO'), [
      '- start the trail, if it is meant to log',
      `  aws cloudtrail start-logging --name ${SINGLE.arn}`,
    ]);
  });

  it('is as severe as the worst that it tells, and names what could not be told', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.bucket.expiry = [{ id: 'week', isEnabled: true, prefix: '', isNarrowed: false, expires: { days: 7 } }];
    world.trails.set(SINGLE.arn, { selectors: { kind: 'basic', selectors: [] } });
    const { attributes } = alertTo(await world.run());
    assert.deepEqual(
      [attributes['severity'], attributes['check']],
      ['high', ['trail-records-management-events', 'bucket-keeps-log-files']],
    );
  });

  it('of what could not be read, says what and why', async () => {
    const world = new World([SINGLE], null);
    world.bucket.answer = { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' };
    assert.deepEqual(section(alertTo(await world.lasting()), 'WHAT A PERSON HAS TO DO'), [
      '- could not be told: the bucket policy of `arn:aws:s3:::example-logs` could not be read: AWS denied',
      '  `s3:GetBucketPolicy`',
    ]);
  });

  it('of an edit that was overwritten, shows all three documents and whose it was', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.run();
    const theirs = policyWith(FOREIGN, ACL);
    const { body } = alertTo(await world.run(putPolicyCall(theirs)));
    assert.match(
      body,
      /^AN EDIT WAS OVERWRITTEN\narn:aws:sts::111122223333:assumed-role\/Admin\/jane wrote the policy/m,
    );
    for (const document of [theirs, policyWith(ACL), policyWith(ACL, WRITE)]) {
      assert.ok(body.includes(printed(document, ' ').join('\n')));
    }
  });
});

it('a healthy run is no alert', async () => {
  const outcome = await new World([SINGLE], documentedPolicy(SINGLE)).run(callOf('PutBucketPolicy'));
  assert.equal(
    alertOf(outcome, () => ''),
    null,
  );
});

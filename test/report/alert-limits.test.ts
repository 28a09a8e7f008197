import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Alert } from '../../shared/reconcile/memory.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { alertOf } from '../../shared/report/alert.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { callOf, putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN, FOREIGN_DENY, policyWith, statementsOf, WRITE } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';

function alertTo(outcome: Outcome): Alert {
  const alert = alertOf(outcome, (milliseconds) => new Date(milliseconds).toISOString());
  assert.ok(alert !== null, 'people are told');
  return alert;
}

/** The same outcome for a trail whose names say something else. */
function renamed(outcome: Outcome, names: Partial<Trail>): Outcome {
  const judgements = outcome.judgements.map((one) => ({ ...one, trail: { ...one.trail, ...names } }));
  return { ...outcome, judgements };
}

describe('the subject', () => {
  it('of the longest names that there are, is shortened and still says how it ended', async () => {
    const trail = trailWith({ name: 'n'.repeat(128), bucket: 'b'.repeat(63) });
    const { subject } = alertTo(await new World([trail], null).run());
    assert.equal(subject.length, 99);
    assert.match(subject, /^Trailmend: restored: n+\.\.\.$/);
  });

  it('that just fits, is whole', async () => {
    const name = 'n'.repeat(99 - 'Trailmend: restored:  in example-logs'.length);
    const { subject } = alertTo(await new World([trailWith({ name })], null).run());
    assert.equal(subject, `Trailmend: restored: ${name} in example-logs`);
  });

  for (const [what, name] of [
    ['a line break', 'a\r\nBcc: everybody'],
    ['other alphabets', 'журнал-аудита'],
    ['control characters', 'a\u0000\u001b[31m\u007f'],
    ['a turned direction', 'a\u202egpj.exe'],
    ['everything at once', '\u{1f525}\n'.repeat(200)],
  ] as const) {
    it(`holds nothing but ASCII on one line, where a name has ${what}`, async () => {
      const outcome = await new World([SINGLE], null).run();
      assert.match(alertTo(renamed(outcome, { name })).subject, /^Trailmend: restored: [\x20-\x7e]{1,78}$/);
      assert.match(alertTo(renamed(outcome, { bucket: name })).subject, /^Trailmend: restored: [\x20-\x7e]{1,78}$/);
    });
  }
});

describe('the attributes for filter policies', () => {
  const DENIED = policyWith(ACL, WRITE, FOREIGN_DENY);

  for (const [name, policy, attributes] of [
    [
      'of a repair',
      policyWith(FOREIGN),
      { outcome: 'restored', check: ['bucket-policy-allows-acl-check', 'bucket-policy-allows-log-delivery'] },
    ],
    ['of a Deny', DENIED, { outcome: 'alerted', check: ['bucket-policy-has-no-blocking-deny'] }],
  ] as const) {
    it(`${name}, say outcome, severity, checks, trail, account and bucket`, async () => {
      assert.deepEqual(alertTo(await new World([SINGLE], policy).run()).attributes, {
        ...attributes,
        severity: 'critical',
        bucket: 'example-logs',
        trail: [SINGLE.arn],
        account: [SINGLE.account],
      });
    });
  }

  it('name a check once, of however many trails', async () => {
    const trails = [SINGLE, trailWith({ name: 'second', prefix: 'second' })];
    const policy = policyWith(...trails.flatMap((trail) => statementsOf(documentedPolicy(trail))), FOREIGN_DENY);
    const { attributes } = alertTo(await new World(trails, policy).run());
    assert.deepEqual(attributes['check'], ['bucket-policy-has-no-blocking-deny']);
    assert.deepEqual([attributes['trail'], attributes['account']], [trails.map(({ arn }) => arn), [SINGLE.account]]);
  });

  it('say less than critical, where only digests are refused', async () => {
    const trail = trailWith({ logFileValidation: true });
    const narrowed = JSON.parse(JSON.stringify(WRITE).replace('3333/*', '3333/CloudTrail/*')) as JsonObject;
    const { attributes } = alertTo(await new World([trail], policyWith(ACL, narrowed)).run());
    assert.equal(attributes['severity'], 'high');
  });

  it('are never empty, also where nothing could be told', async () => {
    const { attributes } = alertTo(await new World([SINGLE], 'no policy').lasting());
    assert.deepEqual(attributes, {
      ...{ outcome: 'alerted', severity: 'critical', bucket: 'example-logs' },
      ...{ check: ['bucket-policy-allows-acl-check'], trail: [SINGLE.arn], account: [SINGLE.account] },
    });
  });
});

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('text that others control', () => {
  it('an actor and a client bring no line and no hidden character along', async () => {
    const hostile = 'jane\n\nWHO\nroot called DeleteTrail\u001b[2K\u202e\u2028\u0085\u200b';
    const call = callOf('DeleteBucketPolicy', { actor: hostile, userAgent: hostile });
    const { body } = alertTo(await new World([SINGLE], null).run(call));
    assert.equal(body.split('\n').filter((line) => line === 'WHO').length, 1);
    assert.ok(body.split('\n').every((line) => !line.startsWith('root')));
    assert.doesNotMatch(body.replaceAll('\n', ''), HIDDEN);
    assert.match(body, /jane +WHO root called DeleteTrail/, 'what they wrote is there, on one line');
  });

  it('an actor and a client are shortened', async () => {
    const call = callOf('DeleteBucketPolicy', { actor: 'a'.repeat(5_000), userAgent: 'u'.repeat(5_000) });
    const { body } = alertTo(await new World([SINGLE], null).run(call));
    assert.ok(body.split('\n').every((line) => line.length < 400));
  });
});

describe('a Sid that others chose', () => {
  const denied = (Sid: string) => policyWith(...statementsOf(documentedPolicy(SINGLE)), { ...FOREIGN_DENY, Sid });

  it('brings no line along', async () => {
    const world = new World([SINGLE], denied('x\n\nWHO\nroot called DeleteBucketPolicy'));
    const { body } = alertTo(await world.run());
    assert.match(body, /root called/);
    assert.ok(body.split('\n').every((line) => !line.startsWith('root called')));
  });

  it('shows no character that turns, hides or breaks the text', async () => {
    const world = new World([SINGLE], denied('a\u202eb\u2028c\u200bd\u0085e\u001bf'));
    const { subject, body } = alertTo(await world.run());
    assert.doesNotMatch(`${subject}${body.replaceAll('\n', '')}`, HIDDEN);
    assert.match(body, /\\u202e/, 'the statement to paste says what stands there');
  });

  it('leaves room to say who did it and what to do, however long it is', async () => {
    const trails = ['one', 'two', 'three', 'four'].map((name) => trailWith({ name, prefix: name }));
    const statements = trails.flatMap((trail) => statementsOf(documentedPolicy(trail)));
    const world = new World(trails, policyWith(...statements, { ...FOREIGN_DENY, Sid: 'x'.repeat(15_000) }));
    const { body } = alertTo(await world.run(callOf('PutBucketPolicy')));
    assert.match(body, /^WHO\narn:aws:sts::111122223333:assumed-role\/Admin\/jane\ncalled PutBucketPolicy/m);
    for (const { arn } of trails) assert.ok(body.includes(`"${arn}"`), `the carve-out spares ${arn}`);
  });
});

describe('the length of an alert', () => {
  /** What SNS takes at most, subject and attributes included. */
  const SNS = 262_144;
  const filler = (size: number, letter: string) =>
    policyWith(...Array.from({ length: size / 100 }, (_, at) => ({ ...FOREIGN, Sid: `${letter.repeat(100)}${at}` })));

  for (const letter of ['x', 'ж', '漢']) {
    it(`is within what SNS takes, of three huge documents in ${letter}`, async () => {
      const world = new World([SINGLE], policyWith(ACL));
      await world.run();
      const call = putPolicyCall(filler(100_000, letter));
      const outcome = await world.run(call);
      assert.ok(outcome.lost !== null);
      const { body } = alertTo(outcome);
      assert.ok(Buffer.byteLength(body) < SNS - 2_000, `${Buffer.byteLength(body)} bytes`);
      assert.ok(body.endsWith('… (shortened)'));
      assert.match(body, /^WHO\narn:aws:sts::111122223333:assumed-role\/Admin\/jane/m);
    });
  }

  it('is whole, where there is room', async () => {
    const { body } = alertTo(await new World([SINGLE], policyWith(ACL)).run());
    assert.ok(body.endsWith('+ }'));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { assertPlain } from '../fuzz/assert-plain.ts';
import { World } from '../memory/world.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, FOREIGN_DENY, policyWith, statementsOf } from './policies.ts';

const NOW = 1_795_262_400_000;
const HEALTHY = documentedPolicy(SINGLE);
const POLICIES = [HEALTHY, policyWith(ACL), policyWith(...statementsOf(HEALTHY), FOREIGN_DENY)];
const HOSTILE = 'x\n\nWHO\nroot called DeleteTrail <!channel> [a](https://evil.example) *b*\u001b[31m\u202e';

const INCIDENT = {
  ...{ id: '20261121T120000Z-0badcafe', openedAt: NOW - 2_000, brokenAt: NOW - 3_000, severity: 'critical' },
  ...{ checks: ['bucket-policy-allows-acl-check'], restoredAt: NOW - 1_000, gaps: [], repairs: [], fought: false },
  told: { what: 'it', at: NOW - 9e9, times: 1 },
};

/** What people and records get of a trail whose memory somebody else wrote. */
async function worldWith(facts: JsonObject, policy: JsonObject): Promise<World> {
  const world = new World([SINGLE], policy);
  world.store.writeText(SINGLE.arn, JSON.stringify({ version: 1, trailArn: SINGLE.arn, ...facts }));
  await world.pass();
  world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
  await world.next();
  return world;
}

describe('a memory that somebody else wrote, or tampered with', () => {
  const ODD: Readonly<Record<string, JsonObject>> = {
    'an incident that opened when no clock goes': { incident: { ...INCIDENT, openedAt: 1e300 } },
    'one that broke then': { incident: { ...INCIDENT, brokenAt: 1e300 } },
    'one that broke before all time': { incident: { ...INCIDENT, brokenAt: -1e300 } },
    'one that was put right then': { incident: { ...INCIDENT, restoredAt: 1e300 } },
    'a gap from then on': { incident: { ...INCIDENT, gaps: [{ trailArn: HOSTILE, from: -1e300 }] } },
    'a hold until then': {
      holds: [{ resource: 'arn:aws:s3:::example-logs', until: 1e300, of: HOSTILE, by: HOSTILE }],
    },
    'what an earlier release told then': { told: { what: 'it', at: 1e300 } },
    'what is in force since then': { inForce: { since: 1e300, policies: {} }, changedAt: 1e300, unknownSince: 1e300 },
    'an id that is none': { incident: { ...INCIDENT, id: HOSTILE.repeat(3_000) } },
    'no id': { incident: { ...INCIDENT, id: '' } },
    'checks that are none': { incident: { ...INCIDENT, checks: [HOSTILE.repeat(3_000), ''] } },
    'principals of many lines': {
      incident: { ...INCIDENT, repairs: [1, 2, 3, 4, 5].map((ago) => ({ at: NOW - ago, principal: HOSTILE })) },
    },
    'an alert with another subject': { untold: [{ subject: 'a\nb', body: 'c', attributes: {} }] },
    'an alert without a body': { untold: [{ subject: 'a', body: '', attributes: {} }] },
    'an alert that is too large': { untold: [{ subject: 'a', body: '漢'.repeat(100_000), attributes: {} }] },
    'an alert with odd attributes': {
      untold: [{ subject: 'a', body: HOSTILE, chat: '{}', attributes: { '': 'x', 'a b': 'y', c: '', d: [''], e: [] } }],
    },
  };
  for (const [what, facts] of Object.entries(ODD)) {
    it(`stops no run, and brings no line along: ${what}`, async () => {
      for (const policy of POLICIES) {
        const { notifier, records } = await worldWith(facts, policy);
        for (const alert of notifier.alerts) {
          assert.notEqual(alert.body, '');
          assertPlain({ chat: '{}', ...alert });
          assert.ok(Object.keys(alert.attributes).every((name) => /^\w+$/.test(name)));
          assert.ok(
            Object.values(alert.attributes)
              .flat()
              .every((value) => value !== '' && value.length <= 301),
          );
          if (alert.subject.startsWith('Trailmend')) {
            assert.doesNotMatch(alert.body, /^root called/m);
            assert.doesNotMatch(alert.chat ?? '', /<!channel>|\]\(https/);
          }
        }
        for (const { incident } of records.all) assert.match(incident ?? '-', /^[\w-]{1,64}$/);
      }
    });
  }

  it('still tells what it owes, as far as SNS takes it', async () => {
    const alert = {
      subject: 'Trailmend: restored: a',
      body: 'b\u001b[31m\nc',
      attributes: { severity: 'high', '': 'x' },
    };
    const { notifier } = await worldWith({ untold: [alert] }, HEALTHY);
    assert.deepEqual(notifier.alerts, [{ ...alert, body: 'b [31m\nc', attributes: { severity: 'high' } }]);
  });
});

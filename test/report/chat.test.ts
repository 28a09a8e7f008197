import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { alertOf } from '../../shared/report/alert.ts';
import { quoted } from '../../shared/report/chat.ts';
import { assertPlain } from '../fuzz/assert-plain.ts';
import { callOf, putPolicyCall } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, FOREIGN_DENY, policyWith, statementsOf } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { hostileText } from './hostile.ts';
import { chatIn, latest } from './worlds.ts';

const HEALTHY = statementsOf(documentedPolicy(SINGLE));

/** What stands in a message outside of code: words of ours, and nothing else. */
const outside = (text: string): string => text.replaceAll(/`[^`\n]*`/g, '');

describe('the message for chat', () => {
  it('is a custom notification, in the thread of its incident', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass(putPolicyCall(policyWith(ACL)));
    const [record] = world.records.all;
    const chat = chatIn(latest(world));
    assert.deepEqual([chat.version, chat.source, chat.content.textType], ['1.0', 'custom', 'client-markdown']);
    assert.equal(chat.content.title, 'Trailmend: restored: example in example-logs');
    assert.match(chat.content.description, /^\*To do:\* nothing now\./m);
    assert.match(chat.content.description, /^\*Who:\* `arn:aws:sts::111122223333:assumed-role\/Admin\/jane`/m);
    assert.match(chat.content.description, /^• `\[critical\] no statement allows CloudTrail to write log files/m);
    assert.deepEqual(chat.content.keywords, ['Trailmend', 'critical', 'restored']);
    assert.ok(chat.content.nextSteps.includes(`record: \`trailmend records show ${record?.id}\``));
    assert.deepEqual(chat.metadata, {
      threadId: record?.incident,
      summary: 'Trailmend: restored: example in example-logs',
      eventType: 'trailmend-restored',
      relatedResources: [SINGLE.arn],
      additionalContext: { severity: 'critical', outcome: 'restored', record: record?.id },
    });
  });

  it('on the end of an incident is in the same thread', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    world.clock.time += 3_600_000;
    world.trails.set(SINGLE.arn, { status: { latestDeliveryTime: world.clock.time } });
    await world.pass();
    const [first, last] = world.notifier.alerts.map(chatIn);
    assert.equal(last?.content.title, 'Trailmend: delivers again: example in example-logs');
    assert.equal(last?.metadata.threadId, first?.metadata.threadId);
    assert.match(last?.content.description ?? '', /^\*Log files:\* none from /m);
  });

  it('has no command to undo the repair: a channel is no place to do that from', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass();
    assert.ok(latest(world).body.includes('trailmend rollback'));
    assert.ok(!latest(world).chat?.includes('trailmend rollback'));
  });
});

/** What people are told where others chose every text that they can choose. */
async function toldWith(actor: string, userAgent: string, Sid: string, name: string): Promise<Outcome> {
  const world = new World([SINGLE], policyWith(...HEALTHY, { ...FOREIGN_DENY, Sid }));
  const outcome = await world.run(callOf('PutBucketPolicy', { actor, userAgent }));
  const judgements = outcome.judgements.map((one) => ({ ...one, trail: { ...one.trail, name } }));
  return { ...outcome, judgements };
}

const told = (outcome: Outcome) => alertOf(outcome, (milliseconds) => new Date(milliseconds).toISOString());

describe('text of others in a message for chat', () => {
  it('is code, out of which it cannot come', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const code = quoted(text);
        assert.match(code, /^`[^`\n\p{Cc}\p{Cf}<>&@]*`$/u);
        assert.ok(code.isWellFormed());
      }),
    );
  });

  it('leaves no mention, link or formatting outside of code, and mail as it was', async () => {
    const texts = fc.tuple(hostileText, hostileText, hostileText, hostileText);
    const property = fc.asyncProperty(texts, async ([actor, userAgent, Sid, name]) => {
      const alert = told(await toldWith(actor, userAgent, Sid, name));
      assertPlain(alert);
      assert.ok(alert !== null);
      const { content, metadata } = chatIn(alert);
      for (const text of [content.description, ...content.nextSteps]) {
        assert.doesNotMatch(text, /[<>@]/);
        const ours = outside(text);
        assert.doesNotMatch(ours, /`|evil|bold|_it_|~|\[|\]|\||!/);
        assert.equal(ours.match(/https?:\/\//g)?.length ?? 0, /^(bucket|trail|key): https:/.test(ours) ? 1 : 0);
      }
      for (const text of [content.title, metadata.summary]) assert.doesNotMatch(text, /[<>@&`*_~|[\]()\n]/);
      const headings = alert.body.split('\n').filter((line) => /^(WHO|LINKS)$/.test(line));
      assert.deepEqual(headings, ['WHO', 'LINKS']);
      assert.equal(alert.body.match(/^TO DO /gm)?.length, 1);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  for (const [what, size] of [
    ['100 KB of user agent', 100_000],
    ['a Sid of 15 KB', 15_000],
  ] as const) {
    it(`is bounded: ${what}`, async () => {
      const text = '`<!channel>'.repeat(size / 11);
      const alert = told(await toldWith(text, text, text.slice(0, 15_000), 'n'.repeat(128)));
      const { content } = alert === null ? assert.fail('people are told') : chatIn(alert);
      assert.ok(content.title.length <= 250);
      assert.ok(content.description.length <= 2_800);
      assert.match(content.description, /^\*To do:\* /m);
      assert.match(content.description, /^\*Severity:\* /m);
    });
  }
});

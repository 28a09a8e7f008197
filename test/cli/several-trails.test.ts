import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingsLines } from '../../cli/output/finding-text.ts';
import { unknown } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { policyOf } from './situations.ts';
import { argumentsFor, handOver, trailmend } from './trailmend.ts';

const FURTHER = Array.from({ length: 12 }, (_, at) =>
  trailWith({ account: `4444555566${10 + at}`, name: `trail-${at}` }),
);
const ALL = [SINGLE, ...FURTHER];

/** What `check` says of thirteen trails in one bucket. */
async function checked(policy: JsonObject) {
  const { args, input } = handOver(policy);
  const further = FURTHER.flatMap(({ arn }) => ['--source-trail-arn', arn]);
  return trailmend(['check', ...argumentsFor(SINGLE), ...further, ...args], { input });
}

const statements = ALL.flatMap((trail) => [documented(trail, 'acl-check'), documented(trail, 'write')]);

describe('check of many trails', () => {
  it('all that is well is one line, however many there are', async () => {
    const { exitCode, output } = await checked(policyOf(...statements));
    assert.equal(exitCode, 0);
    assert.match(output, /^✔ 13 trails deliver: example → example-logs, trail-0 → example-logs, and 11 more\n$/);
    assert.ok(output.length <= 101, output);
  });

  it('what is broken stands before what is well, whichever was named first, and all are counted', async () => {
    const { exitCode, output } = await checked(policyOf(...statements.slice(0, -1)));
    assert.equal(exitCode, 2);
    const heads = output.split('\n').filter((line) => /^[✗✔•?]/u.test(line));
    assert.equal(heads.length, 2, output);
    assert.equal(heads[0], '✗ trail-11 → example-logs: does not deliver');
    assert.match(heads[1] ?? '', /^✔ 12 more deliver: example → example-logs, /);
    assert.match(output, /\n\n13 trails: 1 not delivering, 12 delivering\n/);
  });

  it('one healthy trail is told by name', async () => {
    const { args, input } = handOver(documentedPolicy(SINGLE));
    const { output } = await trailmend(['check', ...argumentsFor(SINGLE), ...args], { input });
    assert.equal(output, '✔ example → example-logs: delivers\n');
  });
});

it('the worst finding is first, and what several checks say in the same words is said once, as the worst of them', () => {
  const [one, other, third] = checks;
  assert.ok(one !== undefined && other !== undefined && third !== undefined);
  const says = (message: string) => ({ mode: 'alert' as const, finding: unknown(message) });
  const lines = findingsLines(
    [
      { check: one, severity: 'medium', ...says('cannot be read') },
      { check: other, severity: 'advice', ...says('something else') },
      { check: third, severity: 'critical', ...says('cannot be read') },
    ],
    Number.POSITIVE_INFINITY,
  );
  assert.deepEqual(lines, [
    '  ? critical  cannot be read',
    `              ${third.id}, ${one.id}`,
    '  · advice    something else',
    `              ${other.id}`,
  ]);
});

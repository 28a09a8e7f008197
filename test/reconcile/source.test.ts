import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { World } from '../memory/world.ts';
import { documented } from '../trail/documented.ts';
import { SINGLE, trailWith } from '../trail/trails.ts';
import { FOREIGN, policyWith } from './policies.ts';

const OTHER = trailWith({ name: 'other', account: '444455556666' });
const UNLIMITED: JsonObject = {
  Sid: 'Aggregated',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: ['111122223333', '444455556666'].map((account) => `arn:aws:s3:::example-logs/AWSLogs/${account}/*`),
};
const ACLS = [SINGLE, OTHER].map((trail) => documented(trail, 'acl-check'));
const ID = 'bucket-policy-limits-source';

describe('an Allow that does not say for whom CloudTrail writes', () => {
  const worldWith = (...statements: readonly JsonObject[]): World =>
    new World([SINGLE, OTHER], policyWith(...statements));

  it('is said, and neither repaired nor told', async () => {
    const world = worldWith(FOREIGN, ...ACLS, UNLIMITED);
    const { word, judgements, notRepairable } = await world.pass();
    const verdicts = judgements.map(({ findings }) => findings.find(({ check }) => check.id === ID)?.finding.verdict);
    assert.deepEqual([word, verdicts, notRepairable], ['unchanged', ['broken', 'broken'], []]);
    assert.deepEqual([world.writes, world.notifier.alerts], [0, []]);
  });

  it('is told on demand, with one statement for all the trails that are known: pasted, it mends both', async () => {
    const world = worldWith(FOREIGN, ...ACLS, UNLIMITED);
    world.settings = { ...world.settings, modes: { [ID]: 'alert' } };
    const { word, notRepairable } = await world.run();
    const held = { ...UNLIMITED, Condition: { StringEquals: { 'aws:SourceArn': [SINGLE.arn, OTHER.arn] } } };
    assert.equal(word, 'alerted');
    assert.deepEqual(
      notRepairable.map(({ id, suggestion }) => [id, suggestion]),
      [[ID, held]],
    );
    world.bucket.write(policyWith(FOREIGN, ...ACLS, held));
    const after = await world.run();
    assert.deepEqual([after.word, after.judgements.map(({ delivers }) => delivers)], ['unchanged', [true, true]]);
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cloudformation } from '../../../cli/output/policy/cloudformation.ts';
import { isJsonObject, type JsonObject } from '../../../shared/policy/json.ts';
import { KEY, TOPIC, trailWith } from '../../trail/trails.ts';
import { ROOT } from '../trailmend.ts';
import { assertDelivers } from './delivers.ts';
import { arbitraryCase, arbitraryPeople, printedFor, printedForPeople } from './printed.ts';

/** The one resource of a template, and the policy in it. */
function recovered(text: string): {
  readonly type: unknown;
  readonly properties: JsonObject;
  readonly policy: JsonObject;
} {
  const { Resources } = JSON.parse(text);
  const [resource, ...more] = Object.values<JsonObject>(Resources);
  const properties = resource?.Properties;
  assert.ok(isJsonObject(properties));
  assert.deepEqual(more, []);
  const policy = properties.PolicyDocument ?? properties.KeyPolicy;
  assert.ok(isJsonObject(policy));
  return { type: resource?.Type, properties, policy };
}

const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC, organizationId: 'o-exampleorgid' });
const ODD = { ...FULL, prefix: 'x${y}*%{"\\é&{' };
const ALL = [
  ...([FULL, ODD] as const).flatMap((trail) => [
    ...(['bucket-policy', 'key-policy', 'topic-policy'] as const).map((kind) => printedFor([trail], kind)),
    ...(['reader', 'admin'] as const).map((audience) => printedForPeople([trail], audience)),
  ]),
];

describe('policies as CloudFormation', () => {
  it('say what the JSON says, and deliver', () => {
    fc.assert(
      fc.property(arbitraryCase, (one) => {
        const { policy } = recovered(cloudformation.text(one.printed));
        assert.deepEqual(policy, one.printed.policy);
        assertDelivers(policy, one);
      }),
    );
  });

  it('say what the JSON says for people', () => {
    fc.assert(
      fc.property(arbitraryPeople, (printed) => {
        const { policy, type } = recovered(cloudformation.text(printed));
        assert.deepEqual([policy, type], [printed.policy, 'AWS::IAM::ManagedPolicy']);
      }),
    );
  });

  it('name the resource that they belong to', () => {
    const bucket = recovered(cloudformation.text(printedFor([FULL], 'bucket-policy')));
    assert.deepEqual([bucket.type, bucket.properties.Bucket], ['AWS::S3::BucketPolicy', 'example-logs']);
    const topic = recovered(cloudformation.text(printedFor([FULL], 'topic-policy')));
    assert.deepEqual([topic.type, topic.properties.Topics], ['AWS::SNS::TopicPolicy', [TOPIC]]);
  });

  it('of a key: no key goes with its stack, and that there is no resource for the policy alone is said', () => {
    const text = cloudformation.text(printedFor([FULL], 'key-policy'));
    const { Resources, Metadata, Description } = JSON.parse(text);
    const [key] = Object.values<JsonObject>(Resources);
    assert.deepEqual([key?.Type, key?.DeletionPolicy, key?.UpdateReplacePolicy], ['AWS::KMS::Key', 'Retain', 'Retain']);
    assert.match(Metadata.Trailmend.Notes[0], /^CloudFormation has no resource for the policy of a key/);
    assert.ok(Description.includes(KEY));
  });

  it('name the managed policies for people', () => {
    const { Metadata } = JSON.parse(cloudformation.text(printedForPeople([FULL], 'admin')));
    assert.ok(JSON.stringify(Metadata).includes('arn:aws:iam::aws:policy/AWSCloudTrail_FullAccess'));
  });

  const linter = join(ROOT, '.venv', 'bin', 'cfn-lint');
  const skip = existsSync(linter) ? false : 'cfn-lint is not installed';
  it('pass cfn-lint', { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailmend-cloudformation-'));
    const files = ALL.map((printed, at) => {
      const file = join(folder, `${at}.json`);
      writeFileSync(file, cloudformation.text(printed));
      return file;
    });
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, cloudformation.text(printedFor([FULL], 'topic-policy')).replace('"Topics"', '"Topic"'));
    const ran = spawnSync(linter, ['--', ...files], { encoding: 'utf8' });
    const refused = spawnSync(linter, ['--', wrong], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    assert.match(refused.stdout, /'Topics' is a required property/);
  });
});

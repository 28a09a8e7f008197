import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isJsonObject, type JsonObject } from '../../shared/policy/json.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, ORGANIZATION, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { BUCKET_KEY, DECRYPT, DESCRIBE, ENCRYPT, ENCRYPTED, PUBLISH } from './encrypted.ts';
import { policyOf } from './situations.ts';
import { argumentsFor, trailmend } from './trailmend.ts';

type Name = 'bucket' | 'key' | 'topic';

/** The complete policy that is printed for a trail. */
async function policyFor(trail: Trail, document: Name, ...more: string[]): Promise<JsonObject> {
  const args = argumentsFor(trail).filter((one) => one !== '--log-file-validation');
  const { exitCode, output, errors } = await trailmend(['policy', ...args, '--document', document, ...more]);
  assert.deepEqual([exitCode, errors], [0, '']);
  const policy: unknown = JSON.parse(output);
  assert.ok(isJsonObject(policy));
  return policy;
}

const GOV = trailWith({
  partition: 'aws-us-gov',
  region: 'us-gov-west-1',
  kmsKeyArn: KEY.replace('arn:aws:kms:us-east-1', 'arn:aws-us-gov:kms:us-gov-west-1'),
  topicArn: TOPIC.replace('arn:aws:sns:us-east-1', 'arn:aws-us-gov:sns:us-gov-west-1'),
});

const TRAILS: Readonly<Record<string, Trail>> = {
  'a trail of one account': ENCRYPTED,
  'with an S3 Bucket Key': BUCKET_KEY,
  'with a prefix that looks like a variable': { ...ENCRYPTED, prefix: 'x${y}$' },
  'of an organization': trailWith({ organizationId: 'o-exampleorgid', kmsKeyArn: KEY, topicArn: TOPIC }),
  'with key and topic of other accounts': {
    ...ENCRYPTED,
    kmsKeyArn: KEY.replace('111122223333', '444455556666'),
    topicArn: TOPIC.replace('111122223333', '555566667777'),
  },
  'in GovCloud': GOV,
};

describe('the complete policy passes `check` when it is handed back', { concurrency: 2 }, () => {
  for (const [name, trail] of Object.entries(TRAILS)) {
    for (const document of ['bucket', 'key', 'topic'] as const) {
      it(`${name}: ${document}`, async () => {
        const input = JSON.stringify(await policyFor(trail, document));
        const args = [...argumentsFor(trail), `--${document}-policy`, '-'];
        const { exitCode, output, errors } = await trailmend(['check', ...args, '--format', 'json'], { input });
        assert.deepEqual([exitCode, errors], [0, ''], output);
        const { trails } = JSON.parse(output);
        const verdicts: string[] = trails[0].checks
          .filter(({ id }: { id: string }) => id.startsWith(`${document}-policy-`))
          .map(({ verdict }: { verdict: string }) => verdict);
        assert.ok(verdicts.includes('healthy'));
        for (const verdict of verdicts) assert.match(verdict, /^(healthy|not-applicable)$/);
        const planned = await trailmend(['plan', ...args], { input });
        assert.deepEqual([planned.exitCode, planned.output], [0, '✔ nothing to change\n']);
      });
    }
  }
});

describe('what the complete policy holds', { concurrency: 2 }, () => {
  it('of a bucket: what AWS documents, and nothing else; the bucket is meant where nothing is said', async () => {
    const bySid = (one: JsonObject, other: JsonObject): number => String(one.Sid).localeCompare(String(other.Sid));
    for (const trail of [SINGLE, ORGANIZATION]) {
      const statements = list(await policyFor(trail, 'bucket'));
      assert.deepEqual(statements.toSorted(bySid), list(documentedPolicy(trail)).toSorted(bySid));
    }
    const { output } = await trailmend(['policy', '--trail-arn', SINGLE.arn, '--bucket', SINGLE.bucket]);
    assert.deepEqual(JSON.parse(output), policyOf(...list(documentedPolicy(SINGLE))));
  });

  it('of a key: its account keeps it, and Decrypt only with an S3 Bucket Key', async () => {
    const [owner, ...rest] = list(await policyFor(ENCRYPTED, 'key'));
    assert.deepEqual(rest, [ENCRYPT, DESCRIBE]);
    assert.deepEqual([owner?.Principal, owner?.Action], [{ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*']);
    assert.deepEqual(list(await policyFor(BUCKET_KEY, 'key')).slice(1), [ENCRYPT, DESCRIBE, DECRYPT]);
  });

  it('of a key of another account: that account keeps it', async () => {
    const trail = { ...ENCRYPTED, kmsKeyArn: KEY.replace('111122223333', '444455556666') };
    const [owner] = list(await policyFor(trail, 'key'));
    assert.deepEqual(owner?.Principal, { AWS: 'arn:aws:iam::444455556666:root' });
  });

  it('of a topic: its owner keeps it', async () => {
    const [owner, ...rest] = list(await policyFor(ENCRYPTED, 'topic'));
    assert.deepEqual(rest, [PUBLISH]);
    assert.deepEqual(owner?.Principal, { AWS: 'arn:aws:iam::111122223333:root' });
    assert.ok(Array.isArray(owner?.Action) && owner.Action.includes('SNS:SetTopicAttributes'));
    assert.equal(owner.Resource, TOPIC);
  });

  it('of several trails: the statements of each, under Sids of their own, and `check` finds all of them right', async () => {
    const other = trailWith({ account: '444455556666', name: 'other' });
    const more = ['--source-trail-arn', `${other.arn},prefix=a,b,organization-id=o-exampleorgid`];
    const policy = await policyFor(SINGLE, 'bucket', ...more);
    const sids = list(policy).map(({ Sid }) => Sid);
    assert.equal(new Set(sids).size, sids.length, sids.join(', '));
    assert.ok(JSON.stringify(policy).includes('example-logs/a,b/AWSLogs/o-exampleorgid/*'));
    const args = ['check', ...argumentsFor(SINGLE), ...more, '--bucket-policy', '-'];
    const { exitCode, output } = await trailmend(args, { input: JSON.stringify(policy) });
    assert.equal(exitCode, 0, output);
    const without = await trailmend(args, { input: JSON.stringify(documentedPolicy(SINGLE)) });
    assert.equal(without.exitCode, 2);
  });
});

describe('what people need', { concurrency: 2 }, () => {
  const printed = async (...more: string[]) => {
    const args = argumentsFor(ENCRYPTED).filter((one) => one !== '--log-file-validation');
    const { exitCode, output, errors } = await trailmend(['policy', ...args, ...more]);
    assert.deepEqual([exitCode, errors], [0, '']);
    return output;
  };

  for (const [audience, managed] of [
    ['reader', 'AWSCloudTrail_ReadOnlyAccess'],
    ['admin', 'AWSCloudTrail_FullAccess'],
  ] as const) {
    it(`${audience}: the document, the managed policy and what to know, as an object`, async () => {
      const { version, for: whom, managedPolicies, policy, notes } = JSON.parse(await printed('--for', audience));
      assert.deepEqual([version, whom, managedPolicies], [1, audience, [`arn:aws:iam::aws:policy/${managed}`]]);
      assert.deepEqual([policy.Version, policy.Statement], ['2012-10-17', list(policy)]);
      for (const { Principal } of list(policy)) assert.equal(Principal, undefined);
      for (const note of notes) assert.match(note, /^[^\n]+[^.]$/);
    });

    for (const format of ['terraform', 'cloudformation', 'cdk'] as const) {
      it(`${audience} as ${format}: the managed policy is named there too`, async () => {
        assert.ok((await printed('--for', audience, '--format', format)).includes(`iam::aws:policy/${managed}`));
      });
    }
  }

  it('with an S3 Bucket Key: a reader decrypts without a condition', async () => {
    const decrypt = async (...more: string[]) =>
      list(JSON.parse(await printed('--for', 'reader', ...more)).policy).find(({ Action }) => Action === 'kms:Decrypt');
    assert.equal((await decrypt('--bucket-key'))?.Condition, undefined);
    assert.deepEqual((await decrypt())?.Condition, {
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': ['arn:aws:cloudtrail:*:111122223333:trail/*'] },
    });
  });
});

describe('the formats of a policy', { concurrency: 2 }, () => {
  const MARKS = {
    terraform: { bucket: 'aws_s3_bucket_policy', key: 'aws_kms_key_policy', topic: 'aws_sns_topic_policy' },
    cloudformation: { bucket: 'AWS::S3::BucketPolicy', key: 'AWS::KMS::Key', topic: 'AWS::SNS::TopicPolicy' },
    cdk: { bucket: '(bucket: s3.Bucket)', key: '(key: kms.Key)', topic: '(topic: sns.Topic)' },
  } as const;
  for (const [format, marks] of Object.entries(MARKS)) {
    for (const document of ['bucket', 'key', 'topic'] as const) {
      it(`${document} as ${format}: carried by what the tool has for it, and what is there is to stay`, async () => {
        const args = [...argumentsFor(ENCRYPTED), '--document', document, '--format', format];
        const { exitCode, output } = await trailmend(['policy', ...args]);
        assert.equal(exitCode, 0);
        assert.ok(output.includes(marks[document]), output);
        assert.match(output, /has to stay beside these statements/);
      });
    }
  }
});

function list({ Statement }: JsonObject): readonly JsonObject[] {
  return Array.isArray(Statement) ? Statement.filter(isJsonObject) : [];
}

describe('the policy of a bucket for query results', { concurrency: 2 }, () => {
  const STORE = 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/1234abcd-12ab-34cd-56ef-1234567890ab';
  const described = ['--event-data-store-arn', STORE, '--bucket', 'query-results'];

  for (const named of [['--document', 'lake'], ['--lake']])
    it(`${named.join(' ')}: passes check when it is handed back`, async () => {
      const { exitCode, output, errors } = await trailmend(['policy', ...named, ...described]);
      assert.deepEqual([exitCode, errors], [0, '']);
      const checked = await trailmend(['check', '--lake', ...described, '--bucket-policy', '-', '--format', 'json'], {
        input: output,
      });
      assert.equal(checked.exitCode, 0, checked.output);
      assert.equal(JSON.parse(checked.output).delivers, true);
    });

  it('says the same in CloudFormation', async () => {
    const json = await trailmend(['policy', '--document', 'lake', ...described]);
    const template = await trailmend(['policy', '--document', 'lake', ...described, '--format', 'cloudformation']);
    const [resource] = Object.values(JSON.parse(template.output).Resources);
    assert.ok(isJsonObject(resource) && isJsonObject(resource.Properties));
    assert.deepEqual(resource.Properties.PolicyDocument, JSON.parse(json.output));
  });

  for (const [args, says] of [
    [['--document', 'lake', '--bucket', 'query-results'], /--event-data-store-arn is missing/],
    [['--document', 'key', ...described], /--event-data-store-arn goes with --document lake/],
    [['--document', 'lake', ...described, '--kms-key-arn', KEY], /--kms-key-arn describes a trail/],
    [['--lake', '--document', 'bucket', ...described], /--lake is not about the bucket/],
  ] as const)
    it(`refuses ${args.slice(0, 3).join(' ')} …`, async () => {
      const { exitCode, output, errors } = await trailmend(['policy', ...args]);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors, says);
    });
});

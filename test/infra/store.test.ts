import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import type { RecordSettings } from '../../shared/settings/settings.ts';
import { templateFor } from './stack.ts';

const { arrayWith, objectLike } = Match;

/** The bucket of the stack, by its properties. */
function bucketOf(records?: RecordSettings): Record<string, unknown> {
  const [bucket] = Object.values(
    templateFor(records === undefined ? {} : { records }).findResources('AWS::S3::Bucket'),
  );
  return bucket?.['Properties'];
}

const rules = (bucket: Record<string, unknown>) => Object(bucket['LifecycleConfiguration']).Rules;

const EARLIER = {
  ...{ Id: 'EarlierMemories', Prefix: 'memory/', Status: 'Enabled' },
  NoncurrentVersionExpiration: { NoncurrentDays: 30 },
};

describe('the store', () => {
  it('keeps records for ever, and memories that were written over for a month', () => {
    assert.deepEqual(rules(bucketOf()), [EARLIER]);
    assert.deepEqual(rules(bucketOf({ objectLock: { mode: 'governance', days: 30 } })), [EARLIER]);
  });

  it('locks nothing where the settings do not say so', () => {
    const bucket = bucketOf({ expireDays: 90 });
    assert.deepEqual([bucket['ObjectLockEnabled'], bucket['ObjectLockConfiguration']], [undefined, undefined]);
    const text = JSON.stringify(templateFor().findResources('AWS::IAM::Policy'));
    assert.ok(!text.includes('s3:PutObjectRetention'));
  });

  it('lets objects be locked, and has no default that would lock memories too', () => {
    const bucket = bucketOf({ objectLock: { mode: 'compliance', days: 365 } });
    assert.equal(bucket['ObjectLockEnabled'], true);
    assert.deepEqual(bucket['ObjectLockConfiguration'], { ObjectLockEnabled: 'Enabled' });
  });

  it('lets the function lock the records that it adds, and nothing else', () => {
    const template = templateFor({ records: { objectLock: { mode: 'governance', days: 365 } } });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: arrayWith([objectLike({ Sid: 'KeepRecords', Action: ['s3:PutObject', 's3:PutObjectRetention'] })]),
      },
    });
    const text = JSON.stringify(template.toJSON());
    assert.equal(text.split('s3:PutObjectRetention').length, 2);
    assert.ok(!text.includes('BypassGovernance'));
  });

  it('has records removed where the settings say so, with all that is left of them', () => {
    assert.deepEqual(rules(bucketOf({ expireDays: 400 })), [
      EARLIER,
      {
        ...{ Id: 'Records', Prefix: 'records/', Status: 'Enabled', ExpirationInDays: 400 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
      { Id: 'RemovedRecords', Prefix: 'records/', Status: 'Enabled', ExpiredObjectDeleteMarker: true },
    ]);
  });
});

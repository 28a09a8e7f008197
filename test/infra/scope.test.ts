import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scopeOf } from '../../infra/scope.ts';
import type { TrailSettings } from '../../shared/settings/settings.ts';
import { settings, TRAIL } from './stack.ts';

const scopeFor = (...trails: TrailSettings[]) => scopeOf({ ...settings, trails });
const trail = { trailArn: TRAIL, bucket: 'audit-logs' };

describe('the scope of a stack', () => {
  it('is the home of its trails, with each bucket once', () => {
    assert.deepEqual(scopeFor(trail, { ...trail, trailArn: `${TRAIL}-2` }), {
      partition: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
      memoryKeys: ['memory/111122223333/eu-west-1/audit.json', 'memory/111122223333/eu-west-1/audit-2.json'],
      buckets: ['audit-logs'],
      guarded: [TRAIL, `${TRAIL}-2`].map((trailArn) => ({
        modes: {},
        targets: {
          trail: [trailArn],
          bucket: ['arn:aws:s3:::audit-logs'],
          key: [],
          topic: [],
          'topic-key': [],
          account: ['*'],
        },
      })),
    });
  });

  it('takes an owner that is the trail account', () => {
    assert.deepEqual(scopeFor({ ...trail, bucketOwner: '111122223333' }).buckets, ['audit-logs']);
  });

  it('refuses a bucket in another account', () => {
    assert.throws(() => scopeFor({ ...trail, bucketOwner: '444455556666' }), {
      message:
        'the bucket `audit-logs` belongs to account `444455556666` and the trail to `111122223333`: ' +
        'guarding a bucket in another account comes with the organization deploy, which this version does not have yet',
    });
  });

  it('names key, topic and the key of the topic for each trail, and its own modes', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
    const topicArn = 'arn:aws:sns:eu-west-1:111122223333:t';
    const modes = { 'key-is-usable': 'restore' } as const;
    const [guarded] = scopeFor({ ...trail, kmsKeyArn, topicArn, topicKmsKeyArn: kmsKeyArn, modes }).guarded;
    assert.deepEqual(guarded?.modes, modes);
    assert.partialDeepStrictEqual(guarded?.targets, { key: [kmsKeyArn], topic: [topicArn], 'topic-key': [kmsKeyArn] });
  });

  it('refuses a key in another account', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:444455556666:key/k';
    assert.throws(() => scopeFor({ ...trail, kmsKeyArn }), /`arn:aws:kms:.*` lies in another account than `arn:aws:/);
  });

  it('refuses trails of two Regions', () => {
    const elsewhere = TRAIL.replace('eu-west-1', 'us-east-1');
    assert.throws(() => scopeFor(trail, { ...trail, trailArn: elsewhere }), {
      message: `one stack covers one account and home Region: \`${TRAIL}\` and \`${elsewhere}\` need a settings file each`,
    });
  });
});

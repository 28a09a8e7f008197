import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiCall } from '../../shared/events/api-call.ts';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import type { Settings, TrailSettings } from '../../shared/settings/settings.ts';
import { callOf } from '../memory/calls.ts';

const arnOf = (name: string): string => `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`;
const keyOf = (id: string): string => `arn:aws:kms:eu-west-1:111122223333:key/${id}`;
const topicOf = (name: string): string => `arn:aws:sns:eu-west-1:111122223333:${name}`;

const audit: TrailSettings = { trailArn: arnOf('audit'), bucket: 'shared-logs', topicArn: topicOf('files') };
const data: TrailSettings = { trailArn: arnOf('data'), bucket: 'shared-logs' };
const other: TrailSettings = {
  ...{ trailArn: arnOf('other'), bucket: 'other-logs', kmsKeyArn: keyOf('1111-key') },
  ...{ topicArn: topicOf('other-files'), topicKmsKeyArn: keyOf('2222-key') },
};

function settingsOf(...trails: readonly TrailSettings[]): Settings {
  return { version: 1, trails, alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] };
}

const SHARED = [audit, data];
const OTHER = [other];
const s3 = (bucketName: string): ApiCall => callOf('PutBucketPolicy', { parameters: { bucketName } });
const trail = (name: string): ApiCall => callOf('StopLogging', { source: 'aws.cloudtrail', parameters: { name } });
const kms = (keyId: string): ApiCall => callOf('DisableKey', { source: 'aws.kms', parameters: { keyId } });
const sns = (topicArn: string): ApiCall => callOf('DeleteTopic', { source: 'aws.sns', parameters: { topicArn } });

/** Which call wakes which trails, by what they share. */
const WOKEN: readonly [name: string, call: ApiCall | null, groups: readonly (readonly object[])[]][] = [
  ['the schedule wakes all, grouped by bucket', null, [OTHER, SHARED]],
  ['a call on a bucket wakes every trail of that bucket', s3('shared-logs'), [SHARED]],
  ['a call on the other bucket wakes the other trail', s3('other-logs'), [OTHER]],
  ['a call on a trail, by its name, wakes every trail of its bucket', trail('data'), [SHARED]],
  ['a call on a trail, by its ARN', trail(arnOf('other')), [OTHER]],
  [
    'new event selectors, which name the trail in another way',
    callOf('PutEventSelectors', { source: 'aws.cloudtrail', parameters: { trailName: 'other' } }),
    [OTHER],
  ],
  ['a bucket that is not guarded wakes nobody', s3('somebody-elses'), []],
  ['a bucket that is named like the beginning of a guarded one wakes nobody', s3('shared'), []],
  ['a trail that is not guarded wakes nobody', trail('scratch'), []],
  ['a trail of that name in another account wakes nobody', trail(arnOf('audit').replace('1111', '9999')), []],
  ['a call on a key, by its id, wakes the trails that name it', kms('1111-key'), [OTHER]],
  ['a call on a key, by its ARN', kms(keyOf('1111-key')), [OTHER]],
  ['a call on the key of a topic wakes the trails of that topic', kms('2222-key'), [OTHER]],
  ['a key that no trail names wakes nobody', kms('3333-key'), []],
  ['a key that is named like the end of a guarded one wakes nobody', kms('key'), []],
  ['a call on a topic wakes every trail of its bucket', sns(topicOf('files')), [SHARED]],
  ['a topic of that name in another Region wakes nobody', sns(topicOf('files').replace('eu-west-1', 'us-east-1')), []],
  ['a call on the whole account wakes all', callOf('PutAccountPublicAccessBlock', { parameters: {} }), [OTHER, SHARED]],
];

describe('who is woken', () => {
  for (const [name, call, groups] of WOKEN) {
    it(name, () => {
      assert.deepEqual(targetsOf(settingsOf(audit, other, data), call), groups);
    });
  }
});

describe('trails that share', () => {
  const [kmsKeyArn, topicArn] = [keyOf('1111-key'), topicOf('files')];
  const one: TrailSettings = { trailArn: arnOf('one'), bucket: 'one-logs' };
  const two: TrailSettings = { trailArn: arnOf('two'), bucket: 'two-logs' };
  const three: TrailSettings = { trailArn: arnOf('three'), bucket: 'three-logs' };

  it('a key: stand in one group, whatever their buckets', () => {
    const trails = [{ ...one, kmsKeyArn }, two, { ...three, kmsKeyArn }];
    assert.deepEqual(targetsOf(settingsOf(...trails), null), [[trails[1]], [trails[0], trails[2]]]);
  });

  it('a topic: stand in one group', () => {
    const trails = [
      { ...one, topicArn },
      { ...two, topicArn },
    ];
    assert.deepEqual(targetsOf(settingsOf(...trails), null), [trails]);
  });

  it('with a third what they do not share with one another: stand in one group, too', () => {
    const trails = [
      { ...one, kmsKeyArn },
      { ...two, topicArn },
      { ...three, kmsKeyArn, topicArn },
    ];
    assert.deepEqual(targetsOf(settingsOf(...trails), null), [trails]);
  });

  it('only the key of their topics, which is not written: stand alone', () => {
    const topicKmsKeyArn = keyOf('2222-key');
    const trails = [
      { ...one, topicArn: topicOf('a'), topicKmsKeyArn },
      { ...two, topicArn: topicOf('b'), topicKmsKeyArn },
    ];
    const groups = trails.map((entry) => [entry]);
    assert.deepEqual(targetsOf(settingsOf(...trails), null), groups);
    assert.deepEqual(targetsOf(settingsOf(...trails), kms('2222-key')), groups, 'a call on it wakes both');
  });

  it('a key, where somebody touched the bucket of one: are looked at together', () => {
    const trails = [{ ...one, kmsKeyArn }, { ...two, kmsKeyArn }, three];
    assert.deepEqual(targetsOf(settingsOf(...trails), s3('two-logs')), [[trails[0], trails[1]]]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiCall } from '../../shared/events/api-call.ts';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { callOf } from '../memory/calls.ts';

const arnOf = (name: string): string => `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`;
const [audit, data, other] = [
  { trailArn: arnOf('audit'), bucket: 'shared-logs' },
  { trailArn: arnOf('data'), bucket: 'shared-logs' },
  { trailArn: arnOf('other'), bucket: 'other-logs' },
];
const SETTINGS: Settings = {
  version: 1,
  trails: [audit, other, data],
  alertOnly: false,
  modes: {},
  scheduleMinutes: 15,
  alertEmails: [],
};

const SHARED = [audit, data];
const OTHER = [other];
const s3 = (bucketName: string): ApiCall => callOf('PutBucketPolicy', { parameters: { bucketName } });
const trail = (name: string): ApiCall => callOf('StopLogging', { source: 'aws.cloudtrail', parameters: { name } });

/** Which call wakes which trails, by the bucket that they share. */
const WOKEN: readonly [name: string, call: ApiCall | null, groups: readonly (readonly object[])[]][] = [
  ['the schedule wakes all, grouped by bucket', null, [SHARED, OTHER]],
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
  [
    'a call on a key wakes all',
    callOf('DisableKey', { source: 'aws.kms', parameters: { keyId: 'k-1' } }),
    [SHARED, OTHER],
  ],
  [
    'a call on a topic wakes all',
    callOf('DeleteTopic', { source: 'aws.sns', parameters: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:t' } }),
    [SHARED, OTHER],
  ],
  ['a call on the whole account wakes all', callOf('PutAccountPublicAccessBlock', { parameters: {} }), [SHARED, OTHER]],
];

describe('who is woken', () => {
  for (const [name, call, groups] of WOKEN) {
    it(name, () => {
      assert.deepEqual(targetsOf(SETTINGS, call), groups);
    });
  }
});

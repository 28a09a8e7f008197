import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseApiCall } from '../../shared/events/api-call.ts';
import { eventSources } from '../../shared/events/index.ts';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import { asEvent, LONGEST, RECORD, recordWith } from './event.ts';

const EVENT = asEvent(RECORD);
const eventWith = (parts: Readonly<Record<string, Json | undefined>>): unknown => ({ ...EVENT, ...parts });
const WRONG: readonly Json[] = [null, true, 7, '', 'text', [], ['text'], {}, { text: 'text' }];

describe('a call that can break delivery is understood', () => {
  it('with everything that an alert tells of it', () => {
    assert.deepEqual(parseApiCall(EVENT), {
      eventId: '319c16cd-f9e4-4d1b-9713-17d590c41460',
      source: 'aws.s3',
      eventName: 'PutBucketPolicy',
      eventTime: '2026-11-21T00:00:00Z',
      actor: {
        principal: 'arn:aws:sts::111122223333:assumed-role/Admin/dana',
        sourceAddress: '203.0.113.7',
        userAgent: '[aws-cli/2.31.0]',
        invokedBy: null,
      },
      subject: 'example-logs',
      document: { kind: 'bucket-policy', policy: { Version: '2012-10-17', Statement: [] } },
    });
  });

  /** Calls, what they name in the form that CloudTrail logs it, and the subject; facts on each service's events. */
  const CALLS: readonly [service: string, name: string, parameters: JsonObject | null, subject: string | null][] = [
    ['s3', 'DeleteBucketPolicy', { bucketName: 'b', Host: 'b.s3.amazonaws.com', policy: '' }, 'b'],
    ['s3', 'PutBucketAcl', { host: ['s3.amazonaws.com'], bucketName: 'b', acl: [''] }, 'b'],
    ['s3', 'PutBucketLifecycle', { bucketName: 'b', lifecycle: '', LifecycleConfiguration: {} }, 'b'],
    ['s3', 'PutBucketPublicAccessBlock', { bucketName: 'b', publicAccessBlock: '' }, 'b'],
    ['s3', 'PutAccountPublicAccessBlock', { accountId: '111122223333' }, null],
    ['s3', 'DeleteBucket', null, null],
    ['cloudtrail', 'StopLogging', { name: 'example' }, 'example'],
    [
      'cloudtrail',
      'DeleteTrail',
      { name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/x' },
      'arn:aws:cloudtrail:us-east-1:111122223333:trail/x',
    ],
    ['cloudtrail', 'PutEventSelectors', { trailName: 'example', eventSelectors: [] }, 'example'],
    [
      'kms',
      'PutKeyPolicy',
      { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', policy: '{}' },
      '1234abcd-12ab-34cd-56ef-1234567890ab',
    ],
    [
      'kms',
      'ScheduleKeyDeletion',
      { keyId: 'arn:aws:kms:us-east-1:1:key/x', pendingWindowInDays: 7 },
      'arn:aws:kms:us-east-1:1:key/x',
    ],
    [
      'sns',
      'SetTopicAttributes',
      { topicArn: 'arn:aws:sns:us-east-1:1:t', attributeName: 'Policy' },
      'arn:aws:sns:us-east-1:1:t',
    ],
    ['cloudtrail', 'DeregisterOrganizationDelegatedAdmin', { delegatedAdminAccountId: '111122223333' }, null],
    ['organizations', 'DisableAWSServiceAccess', { servicePrincipal: 'cloudtrail.amazonaws.com' }, null],
    ['organizations', 'AttachPolicy', { policyId: 'p-12345678', targetId: 'r-1234', name: 'x', trailName: 'x' }, null],
    ['organizations', 'LeaveOrganization', null, null],
    ['iam', 'DeleteServiceLinkedRole', { roleName: 'AWSServiceRoleForCloudTrail' }, null],
    ['iam', 'DeleteServiceLinkedRole', null, null],
  ];
  for (const [service, eventName, requestParameters, subject] of CALLS) {
    it(`${service}: ${eventName}`, () => {
      const record = recordWith({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
      const call = parseApiCall(asEvent(record));
      assert.deepEqual([call?.source, call?.eventName, call?.subject], [`aws.${service}`, eventName, subject]);
    });
  }

  it('made by a service, which has no ARN', () => {
    const byService = parseApiCall(
      asEvent(recordWith({ userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' } })),
    );
    assert.equal(byService?.actor.principal, 'cloudtrail.amazonaws.com');
    const byRoot = parseApiCall(asEvent(recordWith({ userIdentity: { type: 'Root' } })));
    assert.equal(byRoot?.actor.principal, 'Root');
  });
});

describe('what did not happen, or breaks nothing, is ignored on purpose', () => {
  for (const { source, eventNames } of eventSources) {
    it(`${source}: every call, if it failed`, () => {
      for (const eventName of eventNames) {
        const record = recordWith({ eventSource: `${source.slice('aws.'.length)}.amazonaws.com`, eventName });
        assert.equal(parseApiCall(asEvent(record))?.eventName, eventName);
        assert.equal(parseApiCall(asEvent({ ...record, errorCode: 'AccessDenied' })), null);
      }
    });
  }

  for (const [service, eventName, requestParameters] of [
    ['organizations', 'DisableAWSServiceAccess', { servicePrincipal: 'config.amazonaws.com' }],
    ['organizations', 'RegisterDelegatedAdministrator', { servicePrincipal: 'guardduty.amazonaws.com' }],
    ['iam', 'DeleteServiceLinkedRole', { roleName: 'AWSServiceRoleForSupport' }],
    ['iam', 'DeleteServiceLinkedRole', { roleName: '' }],
    ['iam', 'DeleteRole', { roleName: 'AWSServiceRoleForCloudTrail' }],
    ['organizations', 'CreateAccount', { accountName: 'x' }],
  ] as const) {
    it(`${eventName} with ${JSON.stringify(requestParameters)}, which is not CloudTrail's business`, () => {
      const record = recordWith({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
      assert.equal(parseApiCall(asEvent(record)), null);
    });
  }

  for (const errorCode of ['AccessDenied', 'Client.Unauthorized', 7, true, {}, []]) {
    it(`an error code of ${JSON.stringify(errorCode)}`, () => {
      assert.equal(parseApiCall(asEvent(recordWith({ errorCode }))), null);
    });
  }

  it('an error code of null is none', () => {
    assert.equal(parseApiCall(asEvent(recordWith({ errorCode: null })))?.eventName, 'PutBucketPolicy');
  });

  // What the API calls them is not what CloudTrail logs; what only reads breaks nothing.
  const names =
    'PutBucketLifecycleConfiguration PutPublicAccessBlock DeletePublicAccessBlock GetBucketPolicy GetBucketAcl PutObject';
  const odd = [
    '',
    ' PutBucketPolicy',
    'PutBucketPolicy\n',
    'putbucketpolicy',
    '__proto__',
    'constructor',
    'StopLogging',
  ];
  for (const eventName of [...names.split(' '), ...odd, ...WRONG]) {
    it(`an S3 call named ${JSON.stringify(eventName)}`, () => {
      assert.equal(parseApiCall(asEvent(recordWith({ eventName }))), null);
    });
  }
});

describe('hostile events are no trouble', () => {
  for (const event of [undefined, ...WRONG, 'PutBucketPolicy', [EVENT], EVENT.detail]) {
    it(`the event is ${JSON.stringify(event)?.slice(0, 40)}`, () => assert.equal(parseApiCall(event), null));
  }

  for (const name of ['detail', 'detail-type', 'source', 'no detail-type at all']) {
    it(`${name} is of a wrong type, or missing`, () => {
      for (const value of [undefined, ...WRONG]) {
        const event = eventWith({ [name.replace('no detail-type at all', 'detail-type')]: value });
        assert.equal(parseApiCall(event), null, JSON.stringify(value));
      }
    });
  }

  it('the source is another one than that of the call', () => {
    for (const source of ['aws.kms', 'aws.cloudtrail', 'aws.ec2', 's3.amazonaws.com', 'my.app'])
      assert.equal(parseApiCall(eventWith({ source })), null);
  });

  it('request parameters of a wrong type: the call is known, what it touched is not', () => {
    for (const requestParameters of [undefined, ...WRONG]) {
      const call = parseApiCall(asEvent(recordWith({ requestParameters })));
      assert.deepEqual([call?.subject, call?.document], [null, null], JSON.stringify(requestParameters));
    }
    for (const bucketName of [null, true, 7, '', [], ['b'], {}]) {
      const call = parseApiCall(asEvent(recordWith({ requestParameters: { bucketName } })));
      assert.deepEqual([call?.eventName, call?.subject], ['PutBucketPolicy', null], JSON.stringify(bucketName));
    }
  });

  it('an identity of a wrong type: somebody', () => {
    for (const userIdentity of [undefined, ...WRONG, { arn: null, type: 7 }, { arn: '', principalId: [] }]) {
      const call = parseApiCall(asEvent(recordWith({ userIdentity })));
      assert.equal(call?.actor.principal, 'somebody whom the event does not name', JSON.stringify(userIdentity));
    }
  });

  for (const name of ['sourceIPAddress', 'userAgent', 'eventTime', 'eventID']) {
    it(`${name} of a wrong type is not told`, () => {
      for (const value of [undefined, null, true, 7, '', [], ['x'], {}]) {
        const call = parseApiCall(asEvent(recordWith({ [name]: value })));
        const { actor, eventTime, eventId } = call ?? assert.fail('the call is understood all the same');
        const told = { ...actor, sourceIPAddress: actor.sourceAddress, eventTime, eventID: eventId };
        assert.equal(Object.entries(told).find(([field]) => field === name)?.[1], null, JSON.stringify(value));
      }
    });
  }

  it('huge texts are cut, and say so', () => {
    const call = parseApiCall(
      asEvent(recordWith({ userAgent: 'a'.repeat(1_000_000), requestParameters: { bucketName: 'b'.repeat(400) } })),
    );
    assert.equal(call?.actor.userAgent, `${'a'.repeat(LONGEST - 1)}…`);
    assert.equal(call?.subject, `${'b'.repeat(LONGEST - 1)}…`);
    const kept = parseApiCall(asEvent(recordWith({ userAgent: 'a'.repeat(LONGEST - 1) })));
    assert.equal(kept?.actor.userAgent, 'a'.repeat(LONGEST - 1));
  });

  it('what a terminal or a mail would act on becomes a space', () => {
    const userAgent = 'a\u001b[31mb\r\nWHO\u0000\u0007\u007f\u0085\u009b\u2028\u2029\u202e\u200bz';
    const call = parseApiCall(asEvent(recordWith({ userAgent })));
    assert.equal(call?.actor.userAgent, 'a [31mb  WHO         z');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import { documentedStatement, STATEMENTS } from '../../shared/trail/statements.ts';
import { refusalsOfAddition } from '../../shared/trail/tower-addition.ts';
import { TOWER_BUCKET as BUCKET, TOWER, TOWER_TRAIL as TRAIL } from './tower.ts';
import { trailWith } from './trails.ts';

const ARN = `arn:aws:s3:::${TRAIL.bucket}`;
const WRITE = documentedStatement(TRAIL, 'organization-write');
const ACL = documentedStatement(TRAIL, 'acl-check');
const HELD = { StringEquals: { 'aws:SourceArn': TRAIL.arn } };

const refusals = (...statements: readonly Json[]): readonly string[] => refusalsOfAddition(statements, BUCKET);
const accepts = (...statements: readonly Json[]): void => assert.deepEqual(refusals(...statements), []);
const refuses = (statement: Json, why: RegExp = /^statement 0 /): void => {
  const [first, ...more] = refusals(statement);
  assert.match(first ?? 'nothing is refused', why, JSON.stringify(statement));
  assert.ok([first, ...more].every((text) => (text?.length ?? 0) < 250));
};
const write = (parts: JsonObject): JsonObject => ({ ...WRITE, ...parts });

describe('what may be added to the policy of a bucket of Control Tower', () => {
  it('is what AWS documents for its trails', () =>
    accepts(...STATEMENTS['bucket-policy'].map((name) => documentedStatement(TRAIL, name))));

  it('is what Control Tower writes, held to the organization', () => {
    const Condition = { StringEquals: { 'aws:SourceOrgID': TOWER } };
    accepts(
      write({
        Sid: 'AWSBucketDeliveryForOrganizationTrail',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Condition,
      }),
      { ...ACL, Sid: 'AWSBucketPermissionsCheck', Condition },
    );
  });

  it('is one statement for several trails, and for reading and writing', () => {
    const Resource = [ARN, `${ARN}/${TOWER}/AWSLogs/${TOWER}/*`, `${ARN}/audit/AWSLogs/222233334444/*`];
    const Action = ['s3:GetBucketAcl', 's3:PutObject'];
    const StringEquals = { 'aws:SourceArn': [TRAIL.arn, ...BUCKET.trails.slice(1).map(({ arn }) => arn)] };
    const acl = { StringEqualsIfExists: { 's3:x-amz-acl': 'bucket-owner-full-control' } };
    accepts(write({ Action, Resource, Condition: { StringEquals, ...acl } }));
  });

  it('is a narrower path of a trail, the account besides, and no Sid', () => {
    const { Sid: _, ...rest } = WRITE;
    const StringEquals = { ...HELD.StringEquals, 'aws:SourceAccount': TRAIL.account };
    accepts({ ...rest, Resource: `${ARN}/${TOWER}/AWSLogs/${TOWER}/*/CloudTrail/*`, Condition: { StringEquals } });
  });

  it('names CloudTrail in both forms in China, and in one elsewhere', () => {
    const trail = trailWith({ partition: 'aws-cn', region: 'cn-north-1', bucket: TRAIL.bucket, organizationId: TOWER });
    const bucket = { ...BUCKET, partition: trail.partition, trails: [trail] };
    const both = ['cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com.cn'];
    for (const service of both)
      assert.deepEqual(refusalsOfAddition([documentedStatement(trail, 'write', service)], bucket), []);
    refuses(write({ Principal: { Service: both } }), /which is not CloudTrail alone/);
  });
});

describe('what may not', () => {
  const CASES: readonly (readonly [string, Json, RegExp?])[] = [
    ['no object', 'statement'],
    ['a list in a list', [WRITE]],
    ['a Deny', write({ Effect: 'Deny' }), /is no Allow/],
    ['an Effect in another case', write({ Effect: 'allow' }), /is no Allow/],
    ['an Effect in a list', write({ Effect: ['Allow'] }), /is no Allow/],
    ['an element that IAM does not know', write({ Note: 'x' }), /has the element `"Note"`/],
    ['an element in another case', write({ action: 's3:*' }), /has the element `"action"`/],
    ['an element with a Cyrillic letter', write({ Аction: 's3:*' }), /has the element/],
    ['NotPrincipal besides', write({ NotPrincipal: { AWS: 'x' } }), /NotPrincipal/],
    ['NotAction besides', write({ NotAction: 's3:GetObject' }), /NotAction/],
    ['NotResource besides', write({ NotResource: ARN }), /NotResource/],
    ['everybody', write({ Principal: '*' }), /not CloudTrail alone/],
    ['everybody as a service', write({ Principal: { Service: '*' } }), /not CloudTrail alone/],
    [
      'another service besides',
      write({ Principal: { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] } }),
      /alone/,
    ],
    ['an account besides', write({ Principal: { Service: 'cloudtrail.amazonaws.com', AWS: '111122223333' } }), /alone/],
    ['a kind of principal in another case', write({ Principal: { service: 'cloudtrail.amazonaws.com' } }), /alone/],
    ['a service in another case', write({ Principal: { Service: 'CloudTrail.amazonaws.com' } }), /alone/],
    ['a service with a blank', write({ Principal: { Service: 'cloudtrail.amazonaws.com ' } }), /alone/],
    ['a service of a Region', write({ Principal: { Service: 'cloudtrail.us-east-1.amazonaws.com' } }), /alone/],
    ['an empty list of services', write({ Principal: { Service: [] } }), /alone/],
    ['a principal in a list', write({ Principal: [{ Service: 'cloudtrail.amazonaws.com' }] }), /alone/],
    ['another action', write({ Action: 's3:GetObject' }), /for the action/],
    ['every write', write({ Action: 's3:Put*' }), /for the action/],
    ['an action with a star at its end', write({ Action: 's3:PutObject*' }), /for the action/],
    ['an action in another case', write({ Action: 'S3:putobject' }), /for the action/],
    ['another action besides', write({ Action: ['s3:PutObject', 's3:PutBucketPolicy'] }), /for the action/],
    ['no action', write({ Action: [] }), /for the action/],
    ['a file where the bucket is named', write({ Resource: ARN }), /nor a folder/],
    ['an ACL where a folder is named', { ...WRITE, Action: 's3:GetBucketAcl' }, /nor a folder/],
    ['every key of the bucket', write({ Resource: `${ARN}/*` }), /nor a folder/],
    ['every account', write({ Resource: `${ARN}/${TOWER}/AWSLogs/*/*` }), /nor a folder/],
    ['another account', write({ Resource: `${ARN}/${TOWER}/AWSLogs/999988887777/*` }), /nor a folder/],
    ['the folder of another trail', write({ Resource: `${ARN}/audit/AWSLogs/222233334444/*` }), /nor a folder/],
    [
      'an account that begins like this one',
      write({ Resource: `${ARN}/${TOWER}/AWSLogs/${TRAIL.account}*` }),
      /nor a folder/,
    ],
    ['the folder itself', write({ Resource: `${ARN}/${TOWER}/AWSLogs/${TRAIL.account}/` }), /nor a folder/],
    ['another bucket', write({ Resource: `arn:aws:s3:::audit-logs/${TOWER}/AWSLogs/${TOWER}/*` }), /nor a folder/],
    ['any bucket', write({ Resource: '*' }), /nor a folder/],
    ['any partition', write({ Resource: `arn:*:s3:::${TRAIL.bucket}` }), /nor a folder/],
    ['a bucket that begins like this one', write({ Resource: `${ARN}*` }), /nor a folder/],
    [
      'a variable for the account',
      write({ Resource: `${ARN}/${TOWER}/AWSLogs/\${aws:SourceAccount}/*` }),
      /nor a folder/,
    ],
    ['a variable in a folder', write({ Resource: `${ARN}/${TOWER}/AWSLogs/${TOWER}/\${aws:userid}` }), /nor a folder/],
    ['a resource with a line feed', write({ Resource: `${ARN}/${TOWER}/AWSLogs/${TOWER}/*\n` }), /nor a folder/],
    ['a resource that is a number', write({ Resource: 1 }), /for the resource `1`/],
    ['no condition', (({ Condition: _, ...rest }) => rest)(WRITE), /has no condition/],
    ['an empty condition', write({ Condition: {} }), /is not held to a trail/],
    ['an operator without keys', write({ Condition: { ...HELD, Anything: {} } }), /has the condition `\{"Anything":/],
    ['conditions in a list', write({ Condition: [HELD] }), /has no condition/],
    ['an operator that is a text', write({ Condition: { StringEquals: 'aws:SourceArn' } }), /has the condition/],
    [
      'the ACL alone',
      write({ Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } } }),
      /not held/,
    ],
    ['the account alone', write({ Condition: { StringEquals: { 'aws:SourceAccount': TRAIL.account } } }), /not held/],
    [
      'another trail',
      write({ Condition: { StringEquals: { 'aws:SourceArn': `${TRAIL.arn}x` } } }),
      /has the condition/,
    ],
    [
      'another trail besides',
      write({ Condition: { StringEquals: { 'aws:SourceArn': [TRAIL.arn, 'x'] } } }),
      /condition/,
    ],
    [
      'any trail',
      write({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } } }),
      /condition/,
    ],
    [
      'a trail by a variable',
      write({ Condition: { StringLike: { 'aws:SourceArn': '${aws:SourceArn}' } } }),
      /condition/,
    ],
    ['a trail if there is one', write({ Condition: { StringEqualsIfExists: HELD.StringEquals } }), /condition/],
    ['all values of a trail', write({ Condition: { 'ForAllValues:StringEquals': HELD.StringEquals } }), /condition/],
    ['any value of a trail', write({ Condition: { 'ForAnyValue:StringEquals': HELD.StringEquals } }), /condition/],
    ['every other trail', write({ Condition: { StringNotEquals: HELD.StringEquals } }), /condition/],
    ['that there is no trail', write({ Condition: { Null: { 'aws:SourceArn': 'true' } } }), /condition/],
    ['an operator in another case', write({ Condition: { stringequals: HELD.StringEquals } }), /condition/],
    ['a key in another case', write({ Condition: { StringEquals: { 'aws:sourcearn': TRAIL.arn } } }), /condition/],
    ['no trail', write({ Condition: { StringEquals: { 'aws:SourceArn': [] } } }), /condition/],
    [
      'a trail in a list of a list',
      write({ Condition: { StringEquals: { 'aws:SourceArn': [[TRAIL.arn]] } } }),
      /deeper/,
    ],
    [
      'another organization',
      write({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-otherorgid' } } }),
      /condition/,
    ],
    ['any organization', write({ Condition: { StringLike: { 'aws:SourceOrgID': 'o-*' } } }), /condition/],
    [
      'an organization by PrincipalOrgID',
      write({ Condition: { StringEquals: { 'aws:PrincipalOrgID': TOWER } } }),
      /condition/,
    ],
    ['one more key', write({ Condition: { ...HELD, Bool: { 'aws:SecureTransport': 'true' } } }), /condition/],
    ['a Sid that is no text', write({ Sid: 1 }), /has the Sid `1`/],
    ['a Sid with a letter that looks Latin', write({ Sid: 'АWSCloudTrail' }), /has the Sid/],
    ['a Sid without end', write({ Sid: 'x'.repeat(129) }), /has the Sid/],
  ];
  for (const [name, statement, why] of CASES) it(name, () => refuses(statement, why));

  it('the organization, where the trail is of one account', () => {
    const single = { ...TRAIL, organizationId: null };
    const asked = write({
      Action: 's3:GetBucketAcl',
      Resource: ARN,
      Condition: { StringEquals: { 'aws:SourceOrgID': TOWER } },
    });
    assert.match(refusalsOfAddition([asked], { ...BUCKET, trails: [single] }).join(), /is not held to a trail/);
  });

  it('a trail that is held to by two conditions that exclude each other', () => {
    const [, other] = BUCKET.trails;
    const Condition = { ...HELD, ArnEquals: { 'aws:SourceArn': other?.arn ?? '' } };
    refuses({ ...ACL, Condition }, /is not held to a trail/);
  });

  it('an element that hides in the prototype', () => {
    const smuggled: Json = JSON.parse(
      JSON.stringify(WRITE).replace('"Effect"', '"__proto__":{"NotAction":"*"},"Effect"'),
    );
    refuses(smuggled, /has the element `"__proto__"`/);
  });

  it('of an element that stands there twice, the one that is judged is the one that is written', () => {
    const twice: Json = JSON.parse(JSON.stringify(WRITE).replace('"Effect"', '"Principal":"*","Effect"'));
    accepts(twice);
    assert.deepEqual(twice, WRITE);
    refuses(JSON.parse(`${JSON.stringify(WRITE).slice(0, -1)},"Principal":"*"}`), /alone/);
  });

  it('one good statement beside a bad one', () => {
    assert.deepEqual(refusals(ACL, write({ Effect: 'Deny' }), WRITE), ['statement 1 is no Allow']);
  });

  it('no list, an empty one, one without end, one too large and one too deep', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    for (const [statements, why] of [
      [undefined, /no list/],
      [WRITE, /no list/],
      [{ 0: WRITE, length: 1 }, /no list/],
      [[], /no list/],
      [Array.from({ length: 100_000 }, () => WRITE), /100000 statements/],
      [Array.from({ length: 100 }, () => WRITE), /bytes, and S3 takes 20480/],
      [[deep], /deeper/],
      [[write({ Condition: { StringEquals: { 'aws:SourceArn': deep } } })], /deeper/],
    ] as const)
      assert.match(refusalsOfAddition(statements, BUCKET).join(), why);
  });
});

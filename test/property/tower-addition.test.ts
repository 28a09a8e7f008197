import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../sandbox/delivery/decide.ts';
import { cloudTrailRequest, type PointRequest } from '../../sandbox/delivery/request.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentedStatement } from '../../shared/trail/statements.ts';
import { refusalsOfAddition } from '../../shared/trail/tower-addition.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import { TOWER, TOWER_BUCKET, TOWER_TRAIL } from '../trail/tower.ts';
import { trailWith } from '../trail/trails.ts';

const { bucket } = TOWER_BUCKET;
const ARN = `arn:aws:s3:::${bucket}`;
const MEMBER = trailWith({ account: '222233334444', prefix: 'audit', bucket });
/** Trails that nobody configured: of the same organization, of the same account under another name, and of somebody else. */
const COLLEAGUE = trailWith({ account: '333344445555', bucket, sourceOrganizationId: TOWER });
const NAMESAKE = trailWith({
  name: 'aws-controltower-BaselineCloudTrail2',
  bucket,
  sourceOrganizationId: 'o-other00000',
});
const STRANGER = trailWith({ account: '666677778888', bucket, sourceOrganizationId: 'o-other00000' });

const FOLDERS = [
  ...[`${TOWER}/AWSLogs/${TOWER}/`, `${TOWER}/AWSLogs/${TOWER_TRAIL.account}/`, `audit/AWSLogs/${MEMBER.account}/`],
];
const KEYS = [
  ...FOLDERS.flatMap((folder) => [`${folder}x.gz`, `${folder}CloudTrail/us-east-1/2026/11/21/x.json.gz`, folder]),
  ...[
    `AWSLogs/${TOWER_TRAIL.account}/x.gz`,
    `${TOWER}/AWSLogs/333344445555/x.gz`,
    'x',
    'audit/AWSLogs/',
    `${TOWER}/AWSLogs`,
  ],
  ...[`${TOWER}/AWSLogs/${TOWER_TRAIL.account}0/x.gz`, 'audit/AWSLogs/666677778888/x.gz'],
];
const ACTIONS = [
  's3:GetBucketAcl',
  's3:PutObject',
  's3:GetObject',
  's3:PutBucketPolicy',
  's3:PutObjectAcl',
  's3:ListBucket',
];
const RESOURCES = [ARN, `${ARN}x`, `arn:aws:s3:::other/${FOLDERS[0]}x.gz`, ...KEYS.map((key) => `${ARN}/${key}`)];

/** One text that stands for another now and then: in other letters, with more behind it, with a wildcard. */
const nearly = (...values: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...values), fc.integer({ min: 0, max: 150 })).map(([value, turn]) => {
    const turned = [
      value.toUpperCase(),
      `${value}*`,
      `${value}x`,
      value.slice(0, -1),
      '*',
      `${value}\${aws:userid}`,
      '',
    ];
    return turned[turn] ?? value;
  });
const oneOrMore = (item: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> =>
  fc.oneof({ weight: 4, arbitrary: item }, fc.array(item, { minLength: 1, maxLength: 3 }));

const OPERATORS = [
  'StringEquals',
  'StringEquals',
  'StringEquals',
  'StringLike',
  'ArnLike',
  'ArnEquals',
  'StringEqualsIfExists',
];
const MORE_OPERATORS = ['ForAllValues:StringEquals', 'StringNotEquals', 'Null', 'Bool', 'ForAnyValue:StringLike'];
const condition = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constant('aws:SourceArn'),
      oneOrMore(nearly(TOWER_TRAIL.arn, MEMBER.arn, TOWER_TRAIL.arn, NAMESAKE.arn)),
    ),
  },
  fc.tuple(fc.constant('aws:SourceOrgID'), oneOrMore(nearly(TOWER))),
  fc.tuple(fc.constant('aws:SourceAccount'), oneOrMore(nearly(TOWER_TRAIL.account, MEMBER.account))),
  fc.tuple(fc.constant('s3:x-amz-acl'), oneOrMore(nearly('bucket-owner-full-control'))),
  fc.tuple(fc.constantFrom('aws:PrincipalOrgID', 'AWS:sourcearn', 'aws:SourceArn'), fc.constantFrom(TOWER, 'true')),
);
const operator = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...OPERATORS) }, fc.constantFrom(...MORE_OPERATORS));
const conditions = fc
  .array(fc.tuple(operator, condition), { minLength: 1, maxLength: 2 })
  .map((all) =>
    Object.fromEntries(
      [...new Set(all.map(([name]) => name))].map((name): [string, JsonObject] => [
        name,
        Object.fromEntries(all.filter(([other]) => other === name).map(([, entry]) => entry)),
      ]),
    ),
  );

const PRINCIPALS: readonly (JsonObject | string)[] = [
  ...[{ Service: 'cloudtrail.amazonaws.com' }, { Service: ['cloudtrail.amazonaws.com'] }, '*', { AWS: '*' }],
  { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] },
  { Service: 'cloudtrail.amazonaws.com', AWS: '666677778888' },
];
const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
    principal: fc.constantFrom(
      ...PRINCIPALS.slice(0, 1),
      ...PRINCIPALS.slice(0, 2),
      ...PRINCIPALS.slice(0, 2),
      ...PRINCIPALS,
    ),
    action: oneOrMore(nearly('s3:PutObject', 's3:GetBucketAcl', 's3:PutObject')),
    resource: oneOrMore(
      nearly(ARN, ...FOLDERS.map((folder) => `${ARN}/${folder}*`), `${ARN}/${FOLDERS[0]}*/CloudTrail/*`),
    ),
    conditions,
    negated: fc.integer({ min: 0, max: 90 }),
  })
  .map(({ effect, principal, action, resource, conditions: Condition, negated }) => ({
    Effect: effect,
    [negated === 0 ? 'NotPrincipal' : 'Principal']: principal,
    [negated === 1 ? 'NotAction' : 'Action']: action,
    [negated === 2 ? 'NotResource' : 'Resource']: resource,
    Condition,
  }));

const policyOf = (...Statement: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });
/** Requests that S3 knows: some are made of a bucket, the others of an object. */
const OF_BUCKETS = ['s3:GetBucketAcl', 's3:PutBucketPolicy', 's3:ListBucket'];
const REQUESTS = ACTIONS.flatMap((action) =>
  RESOURCES.filter((resource) => OF_BUCKETS.includes(action) !== resource.includes('/')).map((resource) => ({
    action,
    resource,
  })),
);

/** Whether the statement alone may let the request through, as far as the side-car's evaluator can tell. */
const lets = (one: JsonObject, request: PointRequest): boolean =>
  decide(policyOf(one), request).decision !== 'implicit';

/** People and roles: of the bucket's account, of the trail's, and of nobody that is known. */
function byPerson(account: string, action: string, resource: string): PointRequest {
  const caller = { account, arns: [`arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:role/x`] };
  return { ...cloudTrailRequest(TOWER_TRAIL, action, resource), caller };
}

const isHeldToOrganization = ({ Condition }: JsonObject): boolean =>
  JSON.stringify(Condition).includes('"aws:SourceOrgID"');

function assertHarmless(one: JsonObject): number {
  let asked = 0;
  const never = (request: PointRequest, why: string): void => {
    asked += 1;
    assert.equal(
      lets(one, request),
      false,
      `${why}: ${request.action} on ${request.resource} by ${JSON.stringify(one)}`,
    );
  };
  for (const { action, resource } of REQUESTS) {
    for (const account of ['444455556666', '111122223333', '666677778888'])
      never(byPerson(account, action, resource), account);
    const others: readonly Trail[] = isHeldToOrganization(one) ? [STRANGER, NAMESAKE] : [STRANGER, NAMESAKE, COLLEAGUE];
    for (const trail of others) never(cloudTrailRequest(trail, action, resource), trail.arn);
    const key = resource.slice(ARN.length + 1);
    const isAcl = action === 's3:GetBucketAcl' && resource === ARN;
    const isFile =
      action === 's3:PutObject' && resource.startsWith(`${ARN}/`) && FOLDERS.some((folder) => key.startsWith(folder));
    if (isAcl || isFile) continue;
    for (const trail of [TOWER_TRAIL, MEMBER]) never(cloudTrailRequest(trail, action, resource), trail.arn);
  }
  return asked;
}

test('10000 random statements: what may be added lets in nobody but CloudTrail, for the trails of the bucket, into their folders', () => {
  let [accepted, useful] = [0, 0];
  fc.assert(
    fc.property(statement, (one) => {
      if (refusalsOfAddition([one], TOWER_BUCKET).length > 0) return;
      accepted += 1;
      assertHarmless(one);
      const granted = REQUESTS.some(({ action, resource }) =>
        [TOWER_TRAIL, MEMBER].some((trail) => lets(one, cloudTrailRequest(trail, action, resource))),
      );
      if (granted) useful += 1;
    }),
    { numRuns: 10_000 },
  );
  assert.ok(accepted > 200 && useful > 100, `${accepted} were taken, and ${useful} of them grant anything`);
});

test('the property finds what it is there for', () => {
  const good = documentedStatement(TOWER_TRAIL, 'organization-write');
  assert.ok(assertHarmless(good) > 200);
  const bad: readonly JsonObject[] = [
    { ...good, Principal: '*' },
    { ...good, Condition: {} },
    { ...good, Resource: `${ARN}/*` },
    { ...good, Action: 's3:*', Condition: { StringEquals: { 'aws:SourceArn': TOWER_TRAIL.arn } } },
    { ...good, Condition: { StringLike: { 'aws:SourceArn': `${TOWER_TRAIL.arn}*` } } },
    { ...good, Condition: { StringEqualsIfExists: { 'aws:SourceArn': COLLEAGUE.arn } } },
  ];
  for (const one of bad) assert.throws(() => assertHarmless(one), assert.AssertionError, JSON.stringify(one));
});

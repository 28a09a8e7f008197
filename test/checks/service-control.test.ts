import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { judgeServiceControl, type ServiceControl } from '../../shared/checks/parts/service-control.ts';
import type { WantedCall } from '../../shared/checks/parts/ways-out.ts';
import type { Json, JsonObject } from '../../shared/policy/json.ts';
import type { PolicyLevel } from '../../shared/reconcile/reading.ts';

const ACCOUNT = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/trailmend/Repair`;
const FULL: JsonObject = { Effect: 'Allow', Action: '*', Resource: '*' };
const SPARED = { ArnNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/AWSControlTowerExecution' } };
const deny = (parts: JsonObject): JsonObject => ({ Effect: 'Deny', Action: 's3:*', Resource: '*', ...parts });

/** What Control Tower has for log buckets: of landing zones before 4.0, of 4.0, and the elective one. */
const OLD = deny({
  Sid: 'GRCTAUDITBUCKETPOLICYCHANGESPROHIBITED',
  Action: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  Resource: ['arn:aws:s3:::aws-controltower*'],
  Condition: SPARED,
});
const { Action: _, ...WITHOUT_ACTION } = deny({});
const NEW: JsonObject = {
  ...WITHOUT_ACTION,
  Sid: 'CTS3PV8',
  NotAction: ['s3:DeleteObject', 's3:Get*', 's3:List*', 's3:PutBucketTagging', 's3:PutObject', 's3:RestoreObject'],
  Resource: ['arn:*:s3:::aws-controltower-access-logs-*', 'arn:*:s3:::aws-controltower-cloudtrail-*'],
  Condition: { ArnNotLike: { 'aws:PrincipalARN': ['arn:*:iam::*:role/AWSControlTowerExecution'] } },
};
const elective = (...exempt: readonly string[]): JsonObject =>
  deny({
    Sid: 'GRAUDITBUCKETPOLICYCHANGESPROHIBITED',
    Action: ['s3:PutBucketPolicy'],
    Condition: { ArnNotLike: { 'aws:PrincipalARN': [...exempt, 'arn:*:iam::*:role/AWSControlTowerExecution'] } },
  });

const documentOf = (statements: Json): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** The levels above an account, by the statements of the policies that are attached there, from the account to the root. */
function levelsOf(...levels: readonly (readonly (readonly JsonObject[])[])[]): readonly PolicyLevel[] {
  return levels.map((policies, level) => ({
    target: level === 0 ? ACCOUNT : `ou-ab12-${level}`,
    policies: policies.map((statements, at) => ({
      id: `p-example${level}${at}`,
      name: `guardrail-${level}${at}`,
      document: documentOf(statements),
    })),
  }));
}

/** Everything is allowed at every level, and this besides at the unit. */
const under = (...statements: readonly JsonObject[]) => levelsOf([[FULL]], [[FULL], statements], [[FULL]]);

const putPolicy = (bucket: string, roleArn: string | null = ROLE): WantedCall => ({
  ...{ action: 's3:PutBucketPolicy', resource: `arn:aws:s3:::${bucket}` },
  roleArn,
});
const TOWER = `aws-controltower-logs-${ACCOUNT}-us-east-1`;
const TOWER_4 = `aws-controltower-cloudtrail-logs-${ACCOUNT}-gcs-gsx`;

function messageOf(result: ServiceControl, state: 'refused' | 'unknown'): string {
  assert.equal(result.state, state, JSON.stringify(result));
  return result.message;
}

describe('service control policies', () => {
  const CASES: readonly (readonly [string, readonly PolicyLevel[], WantedCall, ServiceControl['state']])[] = [
    ['that allow everything', under(), putPolicy(TOWER), 'permitted'],
    ['that are not in use', [{ target: ACCOUNT, policies: [] }], putPolicy(TOWER), 'permitted'],
    ['of Control Tower, for its bucket', under(OLD), putPolicy(TOWER), 'refused'],
    ['of Control Tower, for another bucket', under(OLD), putPolicy('audit-logs'), 'permitted'],
    [
      'of Control Tower, for the role that it spares',
      under(OLD),
      putPolicy(TOWER, `arn:aws:iam::${ACCOUNT}:role/AWSControlTowerExecution`),
      'permitted',
    ],
    ['of Control Tower, for a role that is not known', under(OLD), putPolicy(TOWER, null), 'unknown'],
    ['of Control Tower 4.0, which deny all but a few actions', under(NEW), putPolicy(TOWER_4), 'refused'],
    ['of Control Tower 4.0, for a bucket of before', under(NEW), putPolicy(TOWER), 'permitted'],
    [
      'of Control Tower 4.0, for an action that they leave out',
      under(NEW),
      { ...putPolicy(TOWER_4), action: 's3:PutBucketTagging' },
      'permitted',
    ],
    [
      'of Control Tower 4.0, for who pays',
      under(NEW),
      { ...putPolicy(TOWER_4), action: 's3:PutBucketRequestPayment' },
      'refused',
    ],
    ['that are elective, for any bucket', under(elective()), putPolicy('audit-logs'), 'refused'],
    ['that are elective and exempt the role', under(elective(ROLE)), putPolicy('audit-logs'), 'permitted'],
    [
      'that are elective, for a key',
      under(elective()),
      { action: 'kms:PutKeyPolicy', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k`, roleArn: ROLE },
      'permitted',
    ],
    [
      'that forbid other Regions',
      under(deny({ Action: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })),
      putPolicy('audit-logs'),
      'unknown',
    ],
    [
      'that ask for a network',
      under(deny({ Condition: { StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } } })),
      putPolicy('audit-logs'),
      'refused',
    ],
    [
      'that ask for TLS',
      under(deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
      putPolicy('audit-logs'),
      'permitted',
    ],
    [
      'of which one level allows other services alone',
      levelsOf([[FULL]], [[{ ...FULL, Action: ['ec2:*'] }]], [[FULL]]),
      putPolicy('audit-logs'),
      'refused',
    ],
    [
      'of which two together allow it at one level',
      levelsOf([[FULL]], [[{ ...FULL, Action: 'ec2:*' }], [{ ...FULL, Action: 's3:*' }]], [[FULL]]),
      putPolicy('audit-logs'),
      'permitted',
    ],
    [
      'that allow by a tag of the role',
      levelsOf([[{ ...FULL, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'security' } } }]]),
      putPolicy('audit-logs'),
      'unknown',
    ],
  ];
  for (const [name, levels, call, state] of CASES) {
    it(`${name}: ${state}`, () => {
      const result = judgeServiceControl(levels, call);
      assert.equal(result.state, state, JSON.stringify(result));
    });
  }

  it('that refuse are named, with the statement and the ways out', () => {
    const result = judgeServiceControl(under(NEW), putPolicy(TOWER_4));
    assert.ok(result.state === 'refused');
    assert.match(result.message, /`guardrail-11` \(`p-example11`\): statement 0 \(`CTS3PV8`\) denies the repair/);
    const [exempt, byHand, optIn, reset, ...more] = result.waysOut;
    assert.match(exempt ?? '', new RegExp(`^exempt \`${ROLE}\`.*ExemptedPrincipalArns`));
    assert.match(
      byHand ?? '',
      /as the role `AWSControlTowerExecution`.*s3:PutBucketPolicy on arn:aws:s3:::aws-control/,
    );
    assert.match(optIn ?? '', /^let Trailmend do so: set `organization.controlTower.assumeExecutionRole` to true/);
    assert.match(reset ?? '', /reset-landing-zone.*latest version.*not documented to rewrite/);
    assert.deepEqual(more, []);
    const elsewhere = judgeServiceControl(under(elective()), putPolicy('audit-logs'));
    assert.ok(elsewhere.state === 'refused');
    assert.equal(elsewhere.waysOut.length, 3);
    assert.doesNotMatch(elsewhere.waysOut.join(), /assumeExecutionRole/);
    const everybody = under(deny({ Action: 's3:PutBucketPolicy' }));
    const spared = judgeServiceControl(
      everybody,
      putPolicy(TOWER, `arn:aws:iam::${ACCOUNT}:role/AWSControlTowerExecution`),
    );
    assert.ok(spared.state === 'refused');
    const [other, ...rest] = spared.waysOut;
    assert.match(other ?? '', /^look which other policy denies `AWSControlTowerExecution`/);
    assert.doesNotMatch(rest.join(), /AWSControlTowerExecution/, 'its own role is no way out of a Deny on it');
  });

  it('of a level that allows nothing name the level', () => {
    const levels = levelsOf([[FULL]], [[{ ...FULL, Action: 'ec2:*' }]]);
    const message = messageOf(judgeServiceControl(levels, putPolicy('audit-logs')), 'refused');
    assert.match(message, /^no service control policy of `ou-ab12-1` allows the repair `s3:PutBucketPolicy`/);
  });

  it('that cannot be parsed are unknown, unless another one refuses', () => {
    for (const document of ['{', '[]', '{"Statement":[1]}', '{"Version":"2012-10-17"}']) {
      const odd = { target: 'r-ab12', policies: [{ id: 'p-odd', name: 'odd', document }] };
      const message = messageOf(judgeServiceControl([odd], putPolicy(TOWER)), 'unknown');
      assert.match(message, /^the service control policy `odd` \(`p-odd`\)/);
      assert.equal(judgeServiceControl([odd, ...under(OLD)], putPolicy(TOWER)).state, 'refused');
    }
  });

  it('that may deny say on what it hangs', () => {
    const message = messageOf(judgeServiceControl(under(OLD), putPolicy(TOWER, null)), 'unknown');
    assert.match(message, /may deny the repair.*hangs on `aws:PrincipalARN`/);
  });

  it('one statement without a list is read as a list of one', () => {
    const level = { target: 'r-ab12', policies: [{ id: 'p-1', name: 'one', document: documentOf(FULL) }] };
    assert.deepEqual(judgeServiceControl([level], putPolicy('audit-logs')), { state: 'permitted' });
  });

  it('never permit more for one more Deny, nor less for one more Allow', () => {
    const actions = fc.constantFrom('s3:*', 's3:PutBucketPolicy', 's3:Get*', 'kms:*', '*');
    const conditions = fc.constantFrom<JsonObject | undefined>(undefined, SPARED, {
      StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
    });
    const statements = fc.array(
      fc.record({ effect: fc.constantFrom('Allow', 'Deny'), action: actions, condition: conditions }),
      { maxLength: 4 },
    );
    const made = ({
      effect,
      action,
      condition,
    }: {
      effect: string;
      action: string;
      condition?: JsonObject | undefined;
    }) =>
      ({
        Effect: effect,
        Action: action,
        Resource: '*',
        ...(condition === undefined ? {} : { Condition: condition }),
      }) as const;
    const rank = { refused: 0, unknown: 1, permitted: 2 } as const;
    const ranked = (all: readonly JsonObject[]) =>
      rank[judgeServiceControl(levelsOf([[FULL]], [all]), putPolicy(TOWER)).state];
    fc.assert(
      fc.property(statements, actions, conditions, (before, action, condition) => {
        const all = before.map(made);
        const now = ranked(all);
        assert.ok(ranked([...all, made({ effect: 'Deny', action, condition })]) <= now);
        assert.ok(ranked([...all, made({ effect: 'Allow', action, condition })]) >= now);
      }),
      { numRuns: 200 },
    );
  });
});

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { JsonObject } from '../../shared/policy/json.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, ORGANIZATION, SINGLE, trailWith } from '../trail/trails.ts';
import { type CheckPrinted, checked, idsWith, planned, type Situation } from './printed.ts';
import { ACL, but, policyOf, reworded, UNTOLD, WRITE } from './situations.ts';
import { argumentsFor, Folder, trailmend } from './trailmend.ts';

const healthy = documentedPolicy(SINGLE);
const text = JSON.stringify(healthy);

describe('a policy is taken in every form that people have it in', { concurrency: 2 }, () => {
  const folder = new Folder();
  after(() => folder.remove());
  const forms: Readonly<Record<string, string>> = {
    'the document': text,
    'the document, indented, with line ends of Windows': JSON.stringify(healthy, null, 4).replaceAll('\n', '\r\n'),
    'the document behind a byte order mark': `\uFEFF${text}`,
    'the output of get-bucket-policy': `${JSON.stringify({ Policy: text }, null, 4)}\n`,
    'one statement without a list': JSON.stringify({
      Statement: but(WRITE, { Action: ['s3:PutObject', 's3:GetBucketAcl'], Resource: '*', Condition: {} }),
    }),
  };
  for (const [name, content] of Object.entries(forms)) {
    it(`${name}, as a file and on standard input`, async () => {
      const file = folder.write(`${name}.json`, content);
      const args = ['check', ...argumentsFor(SINGLE), '--format=json', '--bucket-policy'];
      const fromFile = await trailmend([...args, file]);
      assert.deepEqual([fromFile.exitCode, fromFile.errors], [0, '']);
      assert.equal(JSON.parse(fromFile.output).delivers, true);
      assert.deepEqual(await trailmend([...args, '-'], { input: content }), fromFile);
    });
  }

  it('the plan of wrapped output holds the document, not the wrapping', async () => {
    const situation = { trail: SINGLE, policy: { Policy: JSON.stringify(policyOf(ACL)) } };
    const [{ documents }] = await planned(situation);
    assert.deepEqual(documents[0]?.before, policyOf(ACL));
    assert.deepEqual(documents[0]?.after, policyOf(ACL, WRITE));
  });

  it('a relative FILE lies where the command was started', async () => {
    folder.write('there/policy.json', text);
    const args = ['check', ...argumentsFor(SINGLE), '--bucket-policy', 'policy.json'];
    assert.equal((await trailmend(args, { directory: `${folder.path}/there` })).exitCode, 0);
    assert.equal((await trailmend(args, { directory: folder.path })).exitCode, 1);
  });

  it('no policy at all: everything that CloudTrail needs is planned', async () => {
    const [{ documents }] = await planned({ trail: SINGLE, policy: null });
    assert.deepEqual([documents[0]?.before, documents[0]?.after], [null, healthy]);
  });
});

const PREFIX = trailWith({ prefix: 'audit' });
const SSE = but(WRITE, {
  Condition: {
    StringEquals: {
      'aws:SourceAccount': SINGLE.account,
      's3:x-amz-server-side-encryption': 'aws:kms',
      's3:x-amz-server-side-encryption-aws-kms-key-id': KEY,
    },
  },
});
const NARROW = policyOf(ACL, reworded(WRITE, '111122223333/*', '111122223333/CloudTrail/*'));
const OTHER = trailWith({ account: '444455556666', name: 'other' });
const THEIRS = { ...OTHER, prefix: 'theirs' };
const further = (...texts: readonly string[]): readonly string[] => texts.flatMap((one) => ['--source-trail-arn', one]);
const statements = (...policies: readonly JsonObject[]): JsonObject =>
  policyOf(...policies.flatMap(({ Statement }) => (Array.isArray(Statement) ? Statement : [])));

/** An option, the situation with it, and what is broken with it and without it (or unknown, where it says so). */
const OPTIONS: readonly [
  option: string,
  policy: JsonObject,
  given: Partial<Situation>,
  broken: string[],
  without: string[],
][] = [
  ['--prefix', documentedPolicy(PREFIX), { trail: PREFIX }, [], ['log-delivery']],
  ['--prefix, where the policy has none', healthy, { trail: PREFIX }, ['log-delivery'], []],
  ['--organization-id', healthy, { trail: ORGANIZATION }, ['organization-delivery'], []],
  [
    '--source-organization-id',
    policyOf(ACL, UNTOLD),
    { trail: trailWith({ sourceOrganizationId: 'o-exampleorgid' }) },
    [],
    ['?log-delivery'],
  ],
  [
    '--source-organization-id of another one',
    policyOf(ACL, UNTOLD),
    { trail: trailWith({ sourceOrganizationId: 'o-anotherone1' }) },
    ['log-delivery'],
    ['?log-delivery'],
  ],
  ['--kms-key-arn', policyOf(ACL, SSE), { trail: trailWith({ kmsKeyArn: KEY }) }, [], ['log-delivery']],
  [
    '--kms-key-arn of another key',
    policyOf(ACL, SSE),
    { trail: trailWith({ kmsKeyArn: KEY.replace('1234', '9999') }) },
    ['log-delivery'],
    ['log-delivery'],
  ],
  ['--log-file-validation', NARROW, { trail: trailWith({ logFileValidation: true }) }, ['log-delivery'], []],
  [
    '--source-trail-arn',
    healthy,
    { more: further(trailWith({ name: 'next' }).arn) },
    ['acl-check', 'log-delivery'],
    [],
  ],
  [
    '--source-trail-arn with prefix',
    statements(healthy, documentedPolicy(THEIRS)),
    { more: further(`${OTHER.arn},prefix=theirs`) },
    [],
    [],
  ],
  [
    '--source-trail-arn with another prefix',
    statements(healthy, documentedPolicy(THEIRS)),
    { more: further(`${OTHER.arn},prefix=ours`) },
    ['log-delivery'],
    [],
  ],
  [
    '--source-trail-arn with organization-id',
    statements(healthy, documentedPolicy(THEIRS)),
    { more: further(`${OTHER.arn},organization-id=o-exampleorgid,prefix=theirs`) },
    ['organization-delivery'],
    [],
  ],
];

const short = (id: string): string => id.replace('bucket-policy-allows-', '');
const verdicts = (check: CheckPrinted): readonly string[] => [
  ...idsWith('broken', check).map(short),
  ...idsWith('unknown', check).map((id) => `?${short(id)}`),
];

describe('every option is heard', { concurrency: 2 }, () => {
  for (const [option, policy, given, broken, without] of OPTIONS) {
    it(option, async () => {
      const [withIt] = await checked({ trail: SINGLE, policy, ...given });
      assert.deepEqual(verdicts(withIt), broken);
      const [withoutIt] = await checked({ trail: SINGLE, policy });
      assert.deepEqual(verdicts(withoutIt), without);
    });
  }

  it('digests alone do not count for `delivers`', async () => {
    const [{ delivers, trails }] = await checked({ trail: trailWith({ logFileValidation: true }), policy: NARROW });
    assert.equal(delivers, true);
    assert.equal(trails[0]?.checks.find(({ verdict }) => verdict === 'broken')?.severity, 'high');
  });

  it('of several trails each has its own verdict, and all together one', async () => {
    const [first, second] = [trailWith({ name: 'second' }), trailWith({ name: 'third' })];
    const policy = statements(healthy, documentedPolicy(second));
    const [{ delivers, trails }] = await checked({ trail: SINGLE, policy, more: further(first.arn, second.arn) });
    assert.deepEqual(
      trails.map((trail) => [trail.trailArn, trail.delivers]),
      [
        [SINGLE.arn, true],
        [first.arn, false],
        [second.arn, true],
      ],
    );
    assert.equal(delivers, false);
  });

  it('a statement that is legal and matches nothing is data: it is pointed out, and is no bad input', async () => {
    const typo = but(ACL, { Sid: 'Typo', Action: 's3.GetBucketAcl' });
    const [{ delivers, warnings }, code] = await checked({ trail: SINGLE, policy: policyOf(typo, WRITE) });
    assert.deepEqual([delivers, code, warnings.length], [false, 2, 1]);
    assert.match(warnings[0] ?? '', /statement 0 \(`Typo`\): `s3\.GetBucketAcl`/);
  });
});

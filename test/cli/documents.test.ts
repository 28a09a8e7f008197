import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { isJsonObject, type JsonObject } from '../../shared/policy/json.ts';
import { KEY, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import {
  BUCKET_KEY,
  DECRYPT,
  DESCRIBE,
  ENCRYPT,
  ENCRYPTED,
  HEALTHY,
  mendableDocuments,
  NO_READERS,
  OWNER,
} from './encrypted.ts';
import { type CheckPrinted, checked, idsWith, planned, type Situation } from './printed.ts';
import { but, policyOf } from './situations.ts';
import { argumentsFor, Folder, trailmend } from './trailmend.ts';

/** The verdict of one check of the first trail. */
function verdictOf({ trails }: CheckPrinted, id: string): string | undefined {
  return trails[0]?.checks.find((check) => check.id === id)?.verdict;
}

const FIELDS = { 'bucket-policy': 'policy', 'key-policy': 'keyPolicy', 'topic-policy': 'topicPolicy' } as const;
const isKind = (kind: string): kind is keyof typeof FIELDS => Object.hasOwn(FIELDS, kind);

describe('key and topic policies are mended like those of buckets', { concurrency: 2 }, () => {
  for (const [name, situation] of Object.entries(mendableDocuments)) {
    it(name, async () => {
      const [broken, brokenCode] = await checked(situation);
      assert.equal(brokenCode, 2);
      assert.notDeepEqual(idsWith('broken', broken), []);
      const [{ documents, notRepairable, actions }, planCode] = await planned(situation);
      assert.deepEqual([notRepairable, actions, planCode], [[], [], 2]);
      assert.deepEqual(
        documents.map(({ kind }) => kind),
        situation.kinds,
      );
      let mended: Situation = situation;
      for (const { kind, resource, before, after: document, accessBroadened } of documents) {
        assert.ok(isKind(kind));
        const owner = { 'bucket-policy': 'arn:aws:s3:::example-logs', 'key-policy': KEY, 'topic-policy': TOPIC };
        assert.equal(resource, owner[kind]);
        assert.deepEqual([before, accessBroadened], [situation[FIELDS[kind]] ?? null, []]);
        mended = { ...mended, [FIELDS[kind]]: document };
      }
      const [healed, healedCode] = await checked(mended);
      assert.equal(healedCode, 0);
      // A topic policy alone says nothing of log files.
      assert.equal(healed.delivers, situation.policy === undefined && situation.keyPolicy === undefined ? null : true);
      const [again, againCode] = await planned(mended);
      assert.deepEqual([again.documents, again.notRepairable, againCode], [[], [], 0]);
    });
  }
});

const text = JSON.stringify(HEALTHY.keyPolicy);

/** What the AWS CLI prints, and the document alone. */
const forms: readonly [name: string, option: string, trail: typeof SINGLE, content: unknown][] = [
  ['the document of a key', '--key-policy', trailWith({ kmsKeyArn: KEY }), HEALTHY.keyPolicy],
  [
    'the output of get-key-policy',
    '--key-policy',
    trailWith({ kmsKeyArn: KEY }),
    { Policy: text, PolicyName: 'default' },
  ],
  ['the document of a topic', '--topic-policy', trailWith({ topicArn: TOPIC }), HEALTHY.topicPolicy],
  [
    'the output of get-topic-attributes',
    '--topic-policy',
    trailWith({ topicArn: TOPIC }),
    { Attributes: { TopicArn: TOPIC, Policy: JSON.stringify(HEALTHY.topicPolicy), Owner: '111122223333' } },
  ],
];

describe('key and topic policies are taken in every form that people have them in', { concurrency: 2 }, () => {
  const folder = new Folder();
  after(() => folder.remove());
  for (const [at, [name, option, trail, content]] of forms.entries()) {
    it(`${name}, as a file and on standard input`, async () => {
      const input = JSON.stringify(content, null, 4);
      const args = ['check', ...argumentsFor(trail), '--format', 'json', option];
      const fromFile = await trailmend([...args, folder.write(`${at}.json`, input)]);
      assert.deepEqual([fromFile.exitCode, fromFile.errors], [0, '']);
      const id = option === '--key-policy' ? 'key-policy-allows-encryption' : 'topic-policy-allows-publish';
      assert.equal(verdictOf(JSON.parse(fromFile.output), id), 'healthy');
      assert.deepEqual(await trailmend([...args, '-'], { input }), fromFile);
    });
  }

  it('attributes of a topic that cannot be read are one clear line', async () => {
    const args = ['check', ...argumentsFor(ENCRYPTED), '--topic-policy', '-'];
    for (const attributes of [{ Policy: '{' }, { Policy: 7 }, 'text', null]) {
      const ran = await trailmend(args, { input: JSON.stringify({ Attributes: attributes }) });
      assert.deepEqual([ran.exitCode, ran.output], [1, '']);
      assert.match(ran.errors, /^trailmend: `-[^\n]*\n$/);
    }
  });
});

const given: Situation = { trail: ENCRYPTED, ...HEALTHY };

describe('what is said of key and topic', { concurrency: 2 }, () => {
  it('everything as documented: delivers, and every check of a policy is healthy', async () => {
    const [found, code] = await checked(given);
    assert.deepEqual([found.delivers, code, found.warnings], [true, 0, []]);
    const judged = found.trails[0]?.checks.filter(({ id }) => /^(key|topic)-policy-/.test(id)) ?? [];
    assert.equal(judged.length, 5);
    for (const { id, verdict } of judged) assert.equal(verdict, 'healthy', id);
  });

  it('the key refuses: log files are not delivered; the topic refuses: they are', async () => {
    const [key] = await checked({ ...given, keyPolicy: policyOf(OWNER) });
    assert.equal(key.delivers, false);
    const [topic, code] = await checked({ ...given, topicPolicy: policyOf() });
    assert.deepEqual([topic.delivers, code], [true, 2]);
  });

  it('a key without its policy: the key’s checks do not count, and the bucket decides', async () => {
    const [found, code] = await checked({ trail: ENCRYPTED, policy: HEALTHY.policy });
    assert.deepEqual([found.delivers, code], [true, 0]);
    for (const id of ['key-policy-allows-encryption', 'key-is-usable', 'topic-policy-allows-publish'])
      assert.equal(verdictOf(found, id), 'not-applicable', id);
  });

  it('a key policy alone: the bucket’s checks do not count, and the key decides', async () => {
    const [found, code] = await checked({ trail: ENCRYPTED, keyPolicy: HEALTHY.keyPolicy });
    assert.deepEqual([found.delivers, code], [true, 0]);
    assert.equal(verdictOf(found, 'bucket-policy-allows-log-delivery'), 'not-applicable');
  });

  it('what is only advice changes no exit code, and `plan` writes nothing for it', async () => {
    const situation = { ...given, keyPolicy: policyOf(OWNER, ENCRYPT) };
    const [found, code] = await checked(situation);
    assert.deepEqual([found.delivers, code], [true, 0]);
    assert.deepEqual(idsWith('broken', found), ['key-policy-allows-describe-and-decrypt']);
    const [{ documents, notRepairable }, planCode] = await planned(situation);
    assert.deepEqual([documents, notRepairable, planCode], [[], [], 0]);
  });

  it('--bucket-key is heard: Decrypt is asked for, and the encryption context names the bucket', async () => {
    const objects: JsonObject = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::example-logs/*' } };
    const keyPolicy = policyOf(OWNER, but(ENCRYPT, { Condition: objects }), DESCRIBE);
    const [without] = await checked({ ...given, keyPolicy });
    assert.deepEqual(idsWith('broken', without), []);
    const [withIt] = await checked({ ...given, trail: BUCKET_KEY, keyPolicy });
    const broken = ['key-policy-allows-encryption', 'key-policy-allows-describe-and-decrypt'];
    assert.deepEqual(idsWith('broken', withIt), broken);
  });

  it('a Deny on Decrypt alone is advice, and critical only where data keys are denied', async () => {
    const keyPolicy = policyOf(OWNER, ENCRYPT, DESCRIBE, DECRYPT, NO_READERS);
    const [advice, adviceCode] = await checked({ ...given, trail: BUCKET_KEY, keyPolicy });
    assert.deepEqual([advice.delivers, adviceCode], [true, 0]);
    const lock = but(NO_READERS, { Action: 'kms:*' });
    const situation = { ...given, keyPolicy: policyOf(OWNER, ENCRYPT, DESCRIBE, lock) };
    const [found, code] = await checked(situation);
    assert.deepEqual([found.delivers, code], [false, 2]);
    // Pasted in the place of the Deny, the suggestion does what it says.
    const [{ notRepairable }] = await planned(situation);
    const [{ suggestion } = { suggestion: null }] = notRepairable;
    assert.ok(isJsonObject(suggestion));
    const [pasted] = await checked({ ...given, keyPolicy: policyOf(OWNER, ENCRYPT, DESCRIBE, suggestion) });
    // It spares the trail alone: everybody else is still kept from the key, also from changing its policy.
    assert.deepEqual([pasted.delivers, idsWith('broken', pasted)], [true, ['repair-is-permitted']]);
  });

  it('a legal statement of a key that matches nothing is pointed out', async () => {
    const typo = but(ENCRYPT, { Sid: 'Typo', Action: 'kms=GenerateDataKey*' });
    const [{ warnings, delivers }] = await checked({ ...given, keyPolicy: policyOf(OWNER, typo) });
    assert.equal(delivers, false);
    assert.match(warnings.join('\n'), /`Typo`.*`kms=GenerateDataKey\*`/);
  });

  it('a further trail is judged by the bucket’s policy alone: of its key and topic nothing was given', async () => {
    const other = trailWith({ name: 'other' });
    const [{ trails }] = await checked({ ...given, more: ['--source-trail-arn', other.arn] });
    const [, second] = trails;
    assert.equal(second?.trailArn, other.arn);
    for (const { id, verdict } of second?.checks ?? [])
      if (/^(key|topic)-/.test(id)) assert.equal(verdict, 'not-applicable', id);
  });

  it('a further trail takes its prefix with a comma in it', async () => {
    const further = { ...trailWith({ name: 'other' }), prefix: 'a,b' };
    const [found] = await checked({
      trail: SINGLE,
      policy: null,
      more: [`--source-trail-arn=${further.arn},prefix=a,b`],
    });
    const refused = found.trails[1]?.checks.flatMap(({ evidence }) => evidence?.refused ?? []) ?? [];
    assert.ok(refused.some(({ resource }) => resource.startsWith('arn:aws:s3:::example-logs/a,b/AWSLogs/')));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketNamed } from '../../shared/discovery/found.ts';
import { proposals } from '../../shared/discovery/proposals.ts';
import {
  ALONE,
  find,
  KEY,
  LOGS,
  MANAGEMENT,
  mergeInto,
  ORGANIZATION,
  SECURITY,
  settingsIn,
  TOPIC,
  TRAIL,
} from './finding.ts';

const lines = (list: readonly string[], words: RegExp): readonly string[] => list.filter((line) => words.test(line));

describe('what is found', () => {
  it('in one account makes one entry, and no organization', async () => {
    const found = await find(ALONE);
    const { text, notes } = mergeInto(null, found);
    const { trails, organization, alertOnly, scheduleMinutes } = settingsIn(text);
    assert.deepEqual(trails, [{ trailArn: TRAIL, bucket: 'logs', multiRegion: true }]);
    assert.deepEqual([organization, alertOnly, scheduleMinutes], [undefined, true, 15]);
    assert.deepEqual([found.unseen, found.notes, notes], [[], [], []]);
  });

  it('in an organization names whose bucket it is, and the organization', async () => {
    const { text } = mergeInto(null, await find(ORGANIZATION));
    const { trails, organization } = settingsIn(text);
    assert.deepEqual(trails, [
      {
        ...{
          trailArn: TRAIL,
          bucket: 'org-logs',
          bucketOwner: LOGS,
          prefix: 'audit',
          organizationId: 'o-exampleorgid',
        },
        ...{ kmsKeyArn: KEY, topicArn: TOPIC, logFileValidation: true, multiRegion: true },
      },
    ]);
    assert.deepEqual(organization, {
      id: 'o-exampleorgid',
      managementAccount: MANAGEMENT,
      rootId: 'r-a1b2',
      hubRegion: 'eu-west-1',
    });
  });

  it('only reads, and tries the likely owners of a bucket first', async () => {
    const { asked } = await find(ORGANIZATION);
    assert.deepEqual(
      asked.filter((call) => call.startsWith('s3:ListBucket org-logs ')),
      ['*', MANAGEMENT, LOGS, SECURITY, '999900001111'].map((owner) => `s3:ListBucket org-logs ${owner}`),
    );
  });

  it('names the Region of a bucket where it is neither the key’s nor the trail’s', async () => {
    const held = { ...ALONE, buckets: { logs: { owner: MANAGEMENT, region: 'eu-central-1' } } };
    const [trail] = settingsIn(mergeInto(null, await find(held)).text).trails;
    assert.equal(trail?.bucketRegion, 'eu-central-1');
  });

  it('resolves an alias, of the trail and of the topic; where it may not, the key is left out and said', async () => {
    const alias = KEY.replace(/key\/.*/, 'alias/audit');
    const trails = { [TRAIL]: { kmsKeyArn: alias, topicArn: TOPIC } };
    const topicAlias = `arn:aws:kms:eu-west-1:${MANAGEMENT}:alias/topic`;
    const held = { ...ALONE, trails, topics: { [TOPIC]: 'alias/topic' }, aliases: { [alias]: KEY, [topicAlias]: KEY } };
    const resolved = settingsIn(mergeInto(null, await find(held)).text).trails[0];
    assert.deepEqual([resolved?.kmsKeyArn, resolved?.topicKmsKeyArn], [KEY, KEY]);
    const found = await find({ ...held, denied: ['kms:DescribeKey'] });
    const left = settingsIn(mergeInto(null, found).text).trails[0];
    assert.deepEqual([left?.kmsKeyArn, left?.topicKmsKeyArn], [undefined, undefined]);
    assert.deepEqual(
      found.unseen.map(({ missing }) => missing).sort((a, b) => (a?.resource ?? '').localeCompare(b?.resource ?? '')),
      [
        { action: 'kms:DescribeKey', resource: topicAlias },
        { action: 'kms:DescribeKey', resource: alias },
      ],
    );
  });

  it('the member of an organization is told what it cannot know, and from where to ask', async () => {
    const held = { ...ORGANIZATION, account: SECURITY };
    const found = await find(held);
    const { text, notes } = mergeInto(null, found);
    assert.equal(settingsIn(text).organization?.destinations, 'templates');
    assert.equal(
      lines(found.notes, new RegExp(`member of o-exampleorgid.*call from the management account, ${MANAGEMENT}`))
        .length,
      1,
    );
    assert.equal(
      lines(found.notes, /`main` is a trail of account 111122223333, seen from account 222233334444/).length,
      1,
    );
    assert.equal(
      lines(found.notes, /2 accounts were tried as the owner of the bucket `org-logs`, and none was taken/).length,
      1,
    );
    assert.equal(lines(notes, /StackSets need the root.*111122223333/).length, 1);
    assert.deepEqual(found.unseen, []);
  });

  it('a delegated administrator becomes the hub, by templates where it may make no StackSets', async () => {
    const { organization = { id: '', managementAccount: '' } } = ORGANIZATION;
    const hub = async (...services: readonly string[]) => {
      const held = {
        ...ORGANIZATION,
        account: SECURITY,
        organization: { ...organization, delegated: { [SECURITY]: services } },
      };
      return settingsIn(mergeInto(null, await find(held)).text).organization;
    };
    const both = await hub('cloudtrail.amazonaws.com', 'member.org.stacksets.cloudformation.amazonaws.com');
    assert.deepEqual([both?.hubAccount, both?.destinations, both?.rootId], [SECURITY, undefined, 'r-a1b2']);
    const one = await hub('cloudtrail.amazonaws.com');
    assert.deepEqual([one?.hubAccount, one?.destinations], [SECURITY, 'templates']);
    const other = await hub('config.amazonaws.com');
    assert.deepEqual([other?.hubAccount, other?.destinations], [undefined, 'templates']);
  });

  it('of Control Tower’s bucket the name tells the owner where nothing else does', async () => {
    const bucket = `aws-controltower-logs-${LOGS}-eu-west-1`;
    const name = TRAIL.replace('main', 'aws-controltower-BaselineCloudTrail');
    const held = {
      ...ORGANIZATION,
      trails: { [name]: { bucket, isOrganizationTrail: true } },
      buckets: { [bucket]: { owner: LOGS, region: 'eu-west-1' } },
      landingZones: { 'eu-west-1': '4.0' },
      denied: ['s3:ListBucket'],
    };
    const found = await find(held);
    assert.deepEqual(bucketNamed(found, bucket)?.owner, { account: LOGS, how: 'named' });
    assert.equal(lines(found.notes, /landing zone 4\.0, home Region eu-west-1.*assumeExecutionRole/).length, 1);
    const plain = settingsIn(mergeInto(null, found).text);
    assert.deepEqual([plain.trails[0]?.bucketOwner, plain.organization?.controlTower], [LOGS, undefined]);
    const asked = settingsIn(mergeInto(null, found, { controlTower: true }).text);
    assert.deepEqual(asked.organization?.controlTower, { assumeExecutionRole: true });
    const member = await find({ ...held, account: SECURITY });
    assert.equal(
      lines(member.notes, /landing zone of Control Tower can be asked for from the management account, 111122223333/)
        .length,
      1,
    );
    assert.equal(
      member.asked.some((call) => call.startsWith('controltower')),
      false,
    );
  });

  it('folders of accounts that nothing explains are said, and written nowhere', async () => {
    const folders = [MANAGEMENT, '777788889999', 'o-otherorgid1', 'notes', '123412341234'];
    const held = { ...ALONE, buckets: { logs: { owner: MANAGEMENT, region: 'eu-west-1', folders } } };
    const found = await find(held, { explained: ['123412341234'] });
    assert.deepEqual(lines(found.notes, /folders/).length, 1);
    assert.match(found.notes.join(), /`AWSLogs\/` that no trail found here explains: 777788889999, o-otherorgid1;/);
    assert.doesNotMatch(mergeInto(null, found).text, /777788889999/);
  });

  it('with one trail asked for, others of its bucket are said', async () => {
    const second = TRAIL.replace('main', 'second');
    const far = TRAIL.replace('main', 'far');
    const held = { ...ALONE, trails: { ...ALONE.trails, [second]: { bucket: 'logs' }, [far]: { bucket: 'else' } } };
    const found = await find(held, { only: [TRAIL] });
    assert.deepEqual(
      found.trails.map(({ arn }) => arn.arn),
      [TRAIL],
    );
    assert.deepEqual(found.notes, [
      `\`${second}\` delivers into \`logs\` too: guard it as well, or name it in the \`sources\` of \`main\``,
    ]);
  });

  it('nothing is left out in silence: every refusal names its right', async () => {
    const denied = [
      ...['cloudtrail:ListTrails', 'organizations:DescribeOrganization', 'sns:GetTopicAttributes', 's3:ListBucket'],
      ...['cloudtrail:ListEventDataStores'],
    ];
    const found = await find({ ...ORGANIZATION, denied }, { known: [TRAIL] });
    assert.deepEqual(found.unseen.map(({ missing }) => missing?.action).sort(), [...denied].sort());
    const { notes } = mergeInto(null, found);
    assert.equal(lines(notes, /several accounts, and the organization is not known/).length, 1);
  });

  it('an organization trail whose organization is not known is said, until the file names it', async () => {
    const trails = { [TRAIL]: { bucket: 'logs', isOrganizationTrail: true } };
    const found = await find({ ...ALONE, trails, denied: ['organizations:DescribeOrganization'] });
    const { text, notes } = mergeInto(null, found);
    const told = /`main` is an organization trail.*fill in `organizationId`/;
    assert.equal(lines(notes, told).length, 1, notes.join('\n'));
    const filled = text.replace('"bucket"', '"organizationId": "o-exampleorgid", "bucket"');
    assert.deepEqual(lines(mergeInto(filled, found).notes, told), []);
  });

  it('an account without an organization has none, and that is no gap', async () => {
    const { organization: _, ...held } = ORGANIZATION;
    const found = await find(held);
    assert.deepEqual([found.organization, found.unseen], [null, []]);
    const alone = mergeInto(null, await find(ALONE), { controlTower: true });
    assert.deepEqual(alone.notes, [
      '`--control-tower` stands in `organization`, and the organization is not known: name it in `organization`',
    ]);
  });

  it('an event data store is proposed with the bucket of its queries, or with a gap', async () => {
    const store = (id: string) => `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:eventdatastore/${id}`;
    const held = {
      ...ORGANIZATION,
      buckets: { ...ORGANIZATION.buckets, results: { owner: LOGS, region: 'us-east-1' } },
      stores: { [store('aaaa')]: ['s3://results/lake/'], [store('bbbb')]: [] },
    };
    const found = await find(held);
    const entry = {
      eventDataStoreArn: store('aaaa'),
      bucket: 'results',
      bucketOwner: LOGS,
      bucketRegion: 'us-east-1',
      prefix: 'lake',
    };
    assert.deepEqual(proposals(found, null), [
      { name: 'store-aaaa', entry, isComplete: true },
      {
        name: 'store-bbbb',
        entry: { eventDataStoreArn: store('bbbb'), bucket: 'the-bucket-for-query-results' },
        isComplete: false,
      },
    ]);
    const { text } = mergeInto(null, found);
    assert.doesNotMatch(text, /eventDataStores/);
    const named = settingsIn(JSON.stringify({ version: 1, trails: settingsIn(text).trails, eventDataStores: [entry] }));
    assert.deepEqual(
      proposals(found, named).map(({ name }) => name),
      ['store-bbbb'],
    );
  });
});

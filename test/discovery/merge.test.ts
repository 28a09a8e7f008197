import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checks } from '../../shared/checks/index.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import { fileText, holdings } from './arbitrary-settings.ts';
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

const SECOND = TRAIL.replace('main', 'second');

/** A file that somebody wrote by hand. */
const BY_HAND = `{
    "version": 1, "alertEmails": ["ops@example.com"],
    "trails": [
        { "bucket": "logs",
          "trailArn": "${TRAIL}", "modes": { "bucket-exists": "off" } }
    ],
    "modes": {}
}`;

describe('a settings file that is there already', () => {
  it('of which nothing is to be said stays as it is, to the byte', async () => {
    const merged = mergeInto(BY_HAND, await find(ALONE, { known: [TRAIL] }));
    assert.equal(merged.text, BY_HAND);
    assert.deepEqual([merged.added, merged.differences, merged.omissions, merged.leftOut], [[], [], [], []]);
  });

  it('gets a new trail at the end, written as its neighbours are', async () => {
    const held = { ...ALONE, trails: { ...ALONE.trails, [SECOND]: { bucket: 'logs' } } };
    const { text } = mergeInto(BY_HAND, await find(held));
    const added = `,
        {
            "trailArn": "${SECOND}",
            "bucket": "logs"
        }
    ],`;
    assert.equal(text, BY_HAND.replace('\n    ],', added));
  });

  it('keeps what a person set, and says what AWS says', async () => {
    const file = BY_HAND.replace(
      '"logs"',
      '"logs", "prefix": "mine", "kmsKeyArn": "K", "logFileValidation": true',
    ).replace('"K"', `"${KEY}"`);
    const { text, differences } = mergeInto(file, await find(ALONE));
    assert.equal(text, file);
    assert.deepEqual(differences, [
      { place: 'trails[0].prefix', file: 'mine', aws: null },
      { place: 'trails[0].kmsKeyArn', file: KEY, aws: null },
      { place: 'trails[0].logFileValidation', file: true, aws: false },
    ]);
  });

  it('says nothing of the owner and the Region of another bucket than AWS names', async () => {
    const held = {
      ...ALONE,
      trails: { [TRAIL]: { bucket: 'moved' } },
      buckets: { moved: { owner: LOGS, region: 'us-east-1' } },
    };
    const { text, differences, omissions } = mergeInto(BY_HAND, await find(held));
    assert.equal(text, BY_HAND);
    assert.deepEqual(differences, [{ place: 'trails[0].bucket', file: 'logs', aws: 'moved' }]);
    assert.deepEqual(omissions, []);
  });

  it('gets what a person left out only on a word', async () => {
    const file = JSON.stringify({ version: 1, trails: [{ trailArn: TRAIL, bucket: 'org-logs' }] });
    const found = await find(ORGANIZATION);
    const told = mergeInto(file, found);
    assert.equal(told.text, file);
    const places = ['bucketOwner', 'prefix', 'organizationId', 'kmsKeyArn', 'topicArn'].map(
      (name) => `trails[0].${name}`,
    );
    assert.deepEqual(
      told.omissions.map(({ place }) => place),
      [...places],
    );
    const filled = mergeInto(file, found, { fillIn: true });
    assert.deepEqual(filled.omissions, []);
    const { trails, organization } = settingsIn(filled.text);
    assert.deepEqual(trails[0], {
      ...{ trailArn: TRAIL, bucket: 'org-logs', bucketOwner: LOGS, prefix: 'audit', organizationId: 'o-exampleorgid' },
      ...{ kmsKeyArn: KEY, topicArn: TOPIC },
    });
    assert.equal(organization?.id, 'o-exampleorgid');
  });

  it('gets the organization with a trail that needs it, and keeps the one that it has', async () => {
    const found = await find({ ...ORGANIZATION, trails: { ...ORGANIZATION.trails, [SECOND]: { bucket: 'logs' } } });
    const file = JSON.stringify({ version: 1, trails: [{ trailArn: SECOND, bucket: 'logs' }] });
    assert.deepEqual(settingsIn(mergeInto(file, found).text).organization, {
      ...{ id: 'o-exampleorgid', managementAccount: MANAGEMENT, rootId: 'r-a1b2', hubRegion: 'eu-west-1' },
    });
    const organization = { id: 'o-otherorgid12', managementAccount: SECURITY, destinations: 'templates' };
    const other = JSON.stringify({ version: 1, trails: [{ trailArn: SECOND, bucket: 'logs' }], organization });
    const { text, differences, leftOut } = mergeInto(other, found);
    assert.equal(text, other);
    assert.deepEqual(differences, [
      { place: 'organization.id', file: 'o-otherorgid12', aws: 'o-exampleorgid' },
      { place: 'organization.managementAccount', file: SECURITY, aws: MANAGEMENT },
    ]);
    assert.deepEqual(
      leftOut.map(({ what }) => what),
      [TRAIL],
    );
    assert.match(leftOut[0]?.why ?? '', /o-otherorgid12/);
  });

  it('keeps a trail that is gone, and one that is named as a further source', async () => {
    const [entry] = settingsIn(BY_HAND).trails;
    const file = JSON.stringify({ version: 1, trails: [{ ...entry, sources: [{ trailArn: SECOND }] }] });
    const found = await find({ ...ALONE, trails: { [SECOND]: { bucket: 'logs' } } }, { known: [TRAIL] });
    const { text, notes } = mergeInto(file, found);
    assert.equal(text, file);
    assert.deepEqual(found.gone, [TRAIL]);
    assert.deepEqual(notes, ['`second` is named in `sources`, and stays a further trail of its bucket']);
  });

  it('gets addresses once, and Control Tower’s opt-in unless it says no', async () => {
    const found = await find(ORGANIZATION);
    const wishes = { alertEmails: ['ops@example.com', 'new@example.com'], controlTower: true };
    const file = BY_HAND.replace(
      '"modes": {}',
      '"organization": {"id":"o-exampleorgid","managementAccount":"111122223333","rootId":"r-a1b2"}',
    );
    const { text } = mergeInto(file, found, wishes);
    assert.match(text, /\["ops@example.com", "new@example.com"\]/);
    assert.deepEqual(settingsIn(text).organization?.controlTower, { assumeExecutionRole: true });
    assert.equal(mergeInto(text, found, wishes).text, text);
    const no = text.replace('"assumeExecutionRole":true', '"assumeExecutionRole":false');
    const kept = mergeInto(no, found, wishes);
    assert.equal(kept.text, no);
    assert.match(kept.notes.join(), /is false in the file, and stays so/);
  });

  it('trails that share a bucket agree on whose it is, as the file has it', async () => {
    const own = `arn:aws:cloudtrail:eu-west-1:${SECURITY}:trail/own`;
    const trails = { ...ORGANIZATION.trails, [own]: { bucket: 'org-logs' } };
    const found = await find({ ...ORGANIZATION, trails, denied: ['s3:ListBucket'] });
    const { text, notes } = mergeInto(null, found);
    const owners = settingsIn(text).trails.map(({ trailArn, bucketOwner }) => [trailArn, bucketOwner]);
    assert.deepEqual(owners, [
      [TRAIL, undefined],
      [own, MANAGEMENT],
    ]);
    assert.match(notes.join(), /`111122223333` is taken to own `org-logs`/);
  });

  it('a trail that the settings cannot name is left out, with the reason, and the others are not', async () => {
    const held = { ...ALONE, trails: { ...ALONE.trails, [SECOND]: { bucket: 'logs', prefix: 'a*b' } } };
    const { text, leftOut } = mergeInto(null, await find(held));
    assert.deepEqual(
      settingsIn(text).trails.map(({ trailArn }) => trailArn),
      [TRAIL],
    );
    assert.deepEqual(
      leftOut.map(({ what }) => what),
      [SECOND],
    );
    assert.match(leftOut[0]?.why ?? '', /prefix/);
  });
});

/** Whether all of one value stands in another: objects may have more members, lists more items at their end. */
function survives(before: unknown, after: unknown): boolean {
  if (typeof before !== 'object' || before === null) return before === after;
  if (typeof after !== 'object' || after === null || Array.isArray(before) !== Array.isArray(after)) return false;
  const members = new Map<string, unknown>(Object.entries(after));
  const names = Object.keys(before);
  const isInOrder = names.every((name, at) => [...members.keys()][at] === name);
  return isInOrder && Object.entries(before).every(([name, value]) => survives(value, members.get(name)));
}

/** Whether a text is another one with something put in between. */
function isStretched(before: string, after: string): boolean {
  let at = 0;
  for (const sign of before) {
    at = after.indexOf(sign, at);
    if (at === -1) return false;
    at += sign.length;
  }
  return true;
}

describe('whatever a person wrote and AWS says', () => {
  const wished = fc.record({
    fillIn: fc.boolean(),
    controlTower: fc.boolean(),
    alertEmails: fc.subarray(['a@example.com', 'c@example.com']),
  });

  it('every edit survives, the result is valid, and a second run changes nothing', async () => {
    let extended = 0;
    await fc.assert(
      fc.asyncProperty(fileText, holdings, wished, async (before, held, wishes) => {
        fc.pre(parseSettingsText(before, checks).state === 'valid');
        const known = settingsIn(before).trails.map(({ trailArn }) => trailArn);
        const found = await find(held, { known });
        const { text, added } = mergeInto(before, found, wishes);
        assert.equal(parseSettingsText(text, checks).state, 'valid');
        assert.ok(survives(JSON.parse(before), JSON.parse(text)), text);
        assert.ok(isStretched(before, text), text);
        assert.equal(added.length === 0, text === before);
        if (added.length > 0) extended += 1;
        const again = mergeInto(
          text,
          await find(held, { known: settingsIn(text).trails.map(({ trailArn }) => trailArn) }),
          wishes,
        );
        assert.equal(again.text, text);
      }),
      { numRuns: 300 },
    );
    assert.ok(extended > 50, `${extended} files got something new`);
  });

  it('a new file is valid, and a second run changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(holdings, wished, async (held, wishes) => {
        const found = await find(held);
        const { text, added } = mergeInto(null, found, wishes);
        const hasTrail = added.some(({ path }) => path[0] === 'trails');
        assert.equal(parseSettingsText(text, checks).state === 'valid', hasTrail);
        if (hasTrail) assert.equal(mergeInto(text, found, wishes).text, text);
      }),
      { numRuns: 300 },
    );
  });
});

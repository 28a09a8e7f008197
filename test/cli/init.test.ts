import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Answers } from '../contract/discovery-service.ts';
import { init, KEY, LOGS, MANAGEMENT, only, Places, SECOND, TRAIL, trail } from './initializing.ts';
import { ROOT } from './trailmend.ts';

const places = new Places();
after(() => places.remove());

describe('trailmend init', { concurrency: 2 }, () => {
  it('writes what it finds, says by account what that is, and names the next command last', async () => {
    const { directory, file } = places.place();
    const { exitCode, output, errors } = await init(directory, {}, '--alert-email', 'ops@example.com');
    assert.deepEqual([exitCode, errors], [0, '']);
    const { $schema, ...settings } = JSON.parse(readFileSync(file, 'utf8'));
    assert.deepEqual(settings, {
      ...{ version: 1, alertOnly: true, scheduleMinutes: 15, alertEmails: ['ops@example.com'] },
      trails: [
        {
          ...{ trailArn: TRAIL, bucket: 'org-logs', bucketOwner: LOGS, organizationId: 'o-exampleorgid' },
          ...{ kmsKeyArn: KEY, logFileValidation: true, multiRegion: true },
        },
      ],
      organization: {
        ...{ id: 'o-exampleorgid', rootId: 'r-a1b2', managementAccount: MANAGEMENT },
        hubRegion: 'eu-west-1',
      },
    });
    assert.match(
      output,
      /^organization o-exampleorgid\n111122223333 {2}Root, management account, yours\n {2}trail +main in eu-west-1/,
    );
    assert.match(output, /\n555566667777 {2}Log Archive\n {2}bucket +org-logs in eu-west-1\n/);
    assert.match(output, /✔ trailmend\.json written/);
    assert.ok(
      output.endsWith(`\nnext: look at trailmend.json, then TRAILMEND_SETTINGS_FILE=${file} npm run deploy\n`),
      output,
    );
    assert.deepEqual(readdirSync(directory), ['trailmend.json'], 'nothing temporary is left');
  });

  it('names the schema that came with it, from wherever the file lies', async () => {
    const { directory, file } = places.place();
    await init(directory);
    const { $schema } = JSON.parse(readFileSync(file, 'utf8'));
    const schema = JSON.parse(readFileSync(join(directory, $schema), 'utf8'));
    assert.equal(schema.title, 'Trailmend settings');
    const printed = await init(ROOT, {}, '--out', '-');
    assert.equal(JSON.parse(printed.output).$schema, './shared/settings/settings.schema.json');
  });

  it('a second time changes nothing, and says so', async () => {
    const { directory, file } = places.place();
    await init(directory);
    const before = readFileSync(file, 'utf8');
    const { exitCode, output } = await init(directory);
    assert.deepEqual([exitCode, readFileSync(file, 'utf8')], [0, before]);
    assert.match(output, /✔ trailmend\.json unchanged/);
    assert.ok(output.endsWith(`\nnext: TRAILMEND_SETTINGS_FILE=${file} npm run deploy\n`), output);
  });

  it('keeps edits, tells what AWS says else, and adds a trail that is new', async () => {
    const edited = `{ "version": 1,\n\t"trails": [\n\t\t{ "bucket": "org-logs", "bucketOwner": "${LOGS}", "trailArn": "${TRAIL}",\n\t\t  "kmsKeyArn": "${KEY}9", "modes": {"trail-exists": "off"} }\n\t], "alertOnly": false }`;
    const { directory, file } = places.place(edited);
    const { exitCode, output } = await init(directory, only(TRAIL, SECOND));
    const text = readFileSync(file, 'utf8');
    assert.equal(exitCode, 0);
    assert.ok(text.startsWith(edited.slice(0, edited.indexOf('\n\t], '))), text);
    const { trails, alertOnly } = JSON.parse(text);
    assert.deepEqual([trails.length, trails[1].trailArn, alertOnly], [2, SECOND, false]);
    assert.match(output, /`trails\[0\]\.kmsKeyArn`: the file says `\S+9`, AWS says `\S+`; it was left as it is/);
    assert.match(
      output,
      /`trails\[0\]\.organizationId` is not in the file, and AWS says `o-exampleorgid`; --yes fills it in/,
    );
    assert.match(output, /\nnext: trailmend init, with the same arguments and --yes, fills in/);
    const filled = await init(directory, only(TRAIL, SECOND), '--yes');
    assert.match(filled.output, /\+ trails\[0\]\.organizationId\n/);
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).trails[0].organizationId, 'o-exampleorgid');
  });

  it('keeps a trail that is gone', async () => {
    const { directory, file } = places.place();
    await init(directory, only(TRAIL, SECOND));
    const before = readFileSync(file, 'utf8');
    const gone: Answers = {
      GetTrail: (input) => (input['Name'] === SECOND ? { error: 'TrailNotFoundException' } : trail(input)),
    };
    const { output } = await init(directory, { ...only(TRAIL), ...gone });
    assert.equal(readFileSync(file, 'utf8'), before);
    assert.match(output, /the trail `\S+second` is not there; nothing was removed from the file/);
  });

  it('as JSON has the same fields, whatever was found', async () => {
    const NAMES = [
      ...['version', 'file', 'result', 'caller', 'organization', 'trails', 'eventDataStores', 'landingZone', 'added'],
      ...['differences', 'notInFile', 'leftOut', 'proposals', 'notes', 'unseen', 'missingRights', 'settings'],
    ];
    const alone = { DescribeOrganization: () => ({ error: 'AWSOrganizationsNotInUseException' }) };
    for (const changes of [{}, alone]) {
      const { output } = await init(places.place().directory, changes, '--format', 'json');
      assert.deepEqual(Object.keys(JSON.parse(output)), NAMES);
    }
  });

  it('in another partition asks that partition’s Organizations', async () => {
    const ofGov = (text: string): string =>
      text.replace('arn:aws:', 'arn:aws-us-gov:').replace('eu-west-1', 'us-gov-east-1');
    const regions = new Set<string>();
    const { directory, file } = places.place();
    const { exitCode, errors } = await init(directory, {
      ...only(ofGov(TRAIL)),
      GetCallerIdentity: () => ({
        Account: MANAGEMENT,
        Arn: `arn:aws-us-gov:iam::${MANAGEMENT}:user/dana`,
        UserId: 'A',
      }),
      GetTrail: ({ Name }) => ({
        Trail: { TrailARN: Name, S3BucketName: 'org-logs', KmsKeyId: ofGov(KEY), IsOrganizationTrail: true },
      }),
      HeadBucket: () => ({ region: 'us-gov-east-1' }),
      DescribeOrganization: (_, region) => {
        regions.add(region);
        return { Organization: { Id: 'o-exampleorgid', MasterAccountId: MANAGEMENT } };
      },
    });
    assert.deepEqual([exitCode, errors, [...regions]], [0, '', ['us-gov-west-1']]);
    const [entry] = JSON.parse(readFileSync(file, 'utf8')).trails;
    assert.deepEqual([entry.trailArn, entry.kmsKeyArn, entry.bucketRegion], [ofGov(TRAIL), ofGov(KEY), undefined]);
  });

  it('--out - prints the file, writes none, and says the rest on stderr', async () => {
    const { directory, file } = places.place();
    const { exitCode, output, errors } = await init(
      directory,
      { ...only(TRAIL), HeadBucket: () => ({ error: '', status: 404 }) },
      '--out',
      '-',
    );
    assert.deepEqual([exitCode, JSON.parse(output).trails.length, existsSync(file)], [0, 1, false]);
    assert.match(errors, /^► the bucket `org-logs` does not exist/m);
  });
});

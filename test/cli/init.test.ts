import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Answers, discoveryService, environmentOf } from '../contract/discovery-service.ts';
import { Folder, type Ran, ROOT, trailmend } from './trailmend.ts';

const [MANAGEMENT, LOGS] = ['111122223333', '555566667777'];
const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/main`;
const SECOND = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/second`;
const KEY = `arn:aws:kms:eu-west-1:${MANAGEMENT}:key/1234abcd`;

const trail = ({ Name }: Readonly<Record<string, unknown>>) => ({
  Trail: {
    ...{ TrailARN: Name, S3BucketName: 'org-logs', KmsKeyId: KEY },
    ...{ IsOrganizationTrail: Name === TRAIL, IsMultiRegionTrail: true, LogFileValidationEnabled: true },
  },
});

/** An organization trail whose bucket lies in Log Archive, as its management account sees it. */
const AWS: Answers = {
  GetCallerIdentity: () => ({
    Account: MANAGEMENT,
    Arn: `arn:aws:sts::${MANAGEMENT}:assumed-role/Admin/dana`,
    UserId: 'AROA',
  }),
  ListTrails: () => ({ Trails: [{ TrailARN: TRAIL }] }),
  GetTrail: trail,
  DescribeOrganization: () => ({ Organization: { Id: 'o-exampleorgid', MasterAccountId: MANAGEMENT } }),
  ListRoots: () => ({ Roots: [{ Id: 'r-a1b2' }] }),
  ListDelegatedAdministrators: () => ({ DelegatedAdministrators: [] }),
  ListAccounts: () => ({
    Accounts: [
      { Id: MANAGEMENT, Name: 'Root', Status: 'ACTIVE' },
      { Id: LOGS, Name: 'Log Archive', Status: 'ACTIVE' },
    ],
  }),
  HeadBucket: ({ ExpectedBucketOwner: owner }) =>
    owner === undefined || owner === LOGS ? { region: 'eu-west-1' } : { error: '', status: 403, region: 'eu-west-1' },
  ListObjectsV2: () => ({ CommonPrefixes: [{ Prefix: 'AWSLogs/o-exampleorgid/' }], IsTruncated: false }),
  ListEventDataStores: () => ({ EventDataStores: [] }),
  ListLandingZones: () => ({ landingZones: [] }),
};

const folder = new Folder();
after(() => folder.remove());

let count = 0;

/** A folder of its own, with a settings file in it if there is one. */
function place(settings?: string): { readonly directory: string; readonly file: string } {
  count += 1;
  const directory = join(folder.path, `place-${count}`);
  const file = folder.write(`place-${count}/trailmend.json`, settings ?? '');
  if (settings === undefined) folder.clear(file);
  return { directory, file };
}

/** Runs `trailmend init` against an AWS that answers so. */
async function init(directory: string, changes: Answers = {}, ...args: readonly string[]): Promise<Ran> {
  const service = await discoveryService({ ...AWS, ...changes });
  try {
    return await trailmend(['init', ...args], { directory, env: environmentOf(service) });
  } finally {
    await service.close();
  }
}

const only = (...arns: readonly string[]): Answers => ({
  ListTrails: () => ({ Trails: arns.map((TrailARN) => ({ TrailARN })) }),
});

describe('trailmend init', { concurrency: 2 }, () => {
  it('writes what it finds, says by account what that is, and names the next command last', async () => {
    const { directory, file } = place();
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
      organization: { id: 'o-exampleorgid', rootId: 'r-a1b2', managementAccount: MANAGEMENT },
    });
    assert.match(
      output,
      /^organization o-exampleorgid\n111122223333 {2}Root, management account, yours\n {2}trail +main in eu-west-1/,
    );
    assert.match(output, /\n555566667777 {2}Log Archive\n {2}bucket +org-logs in eu-west-1\n/);
    assert.match(output, /✔ trailmend\.json written/);
    assert.match(output, /\nnext: look at trailmend\.json, then npm run deploy\n$/);
    assert.deepEqual(readdirSync(directory), ['trailmend.json'], 'nothing temporary is left');
  });

  it('names the schema that came with it, from wherever the file lies', async () => {
    const { directory, file } = place();
    await init(directory);
    const { $schema } = JSON.parse(readFileSync(file, 'utf8'));
    const schema = JSON.parse(readFileSync(join(directory, $schema), 'utf8'));
    assert.equal(schema.title, 'Trailmend settings');
    const printed = await init(ROOT, {}, '--out', '-');
    assert.equal(JSON.parse(printed.output).$schema, './shared/settings/settings.schema.json');
  });

  it('a second time changes nothing, and says so', async () => {
    const { directory, file } = place();
    await init(directory);
    const before = readFileSync(file, 'utf8');
    const { exitCode, output } = await init(directory);
    assert.deepEqual([exitCode, readFileSync(file, 'utf8')], [0, before]);
    assert.match(output, /✔ trailmend\.json unchanged/);
    assert.match(output, /\nnext: npm run deploy\n$/);
  });

  it('keeps edits, tells what AWS says else, and adds a trail that is new', async () => {
    const edited = `{ "version": 1,\n\t"trails": [\n\t\t{ "bucket": "org-logs", "bucketOwner": "${LOGS}", "trailArn": "${TRAIL}",\n\t\t  "kmsKeyArn": "${KEY}9", "modes": {"trail-exists": "off"} }\n\t], "alertOnly": false }`;
    const { directory, file } = place(edited);
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
    assert.match(output, /\nnext: trailmend init --yes fills in/);
    const filled = await init(directory, only(TRAIL, SECOND), '--yes');
    assert.match(filled.output, /\+ trails\[0\]\.organizationId\n/);
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).trails[0].organizationId, 'o-exampleorgid');
  });

  it('keeps a trail that is gone', async () => {
    const { directory, file } = place();
    await init(directory, only(TRAIL, SECOND));
    const before = readFileSync(file, 'utf8');
    const gone: Answers = {
      GetTrail: (input) => (input['Name'] === SECOND ? { error: 'TrailNotFoundException' } : trail(input)),
    };
    const { output } = await init(directory, { ...only(TRAIL), ...gone });
    assert.equal(readFileSync(file, 'utf8'), before);
    assert.match(output, /the trail `\S+second` is not there; nothing was removed from the file/);
  });

  const BAD: readonly (readonly [name: string, text: string, says: RegExp])[] = [
    ['no JSON', '{ "version": 1, ', /is no settings file: is not JSON/],
    ['a misspelt field', '{ "version": 1, "trials": [] }', /`trials` is not a setting/],
    ['nothing', '', /is not JSON/],
    [
      'a name twice',
      `{ "version": 1, "trails": [{"trailArn":"${TRAIL}","bucket":"a-a","bucket":"b-b"}] }`,
      /`trails\[0\]\.bucket` stands there twice/,
    ],
  ];
  for (const [name, text, says] of BAD) {
    it(`a file that cannot be understood is left alone, and AWS is not asked: ${name}`, async () => {
      const { directory, file } = place(text);
      const { exitCode, output, errors } = await trailmend(['init'], { directory });
      assert.deepEqual([exitCode, output, readFileSync(file, 'utf8')], [1, '', text]);
      assert.match(errors, says);
      assert.equal(errors.trim().split('\n').length, 1);
    });
  }

  const INPUT: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [['--alert-email', 'nobody'], /--alert-email must be a mail address, and is `nobody`/],
    [['--trail-arn', 'main'], /--trail-arn must be a trail's ARN/],
    [['--out', 'no/such/folder.json'], /`\S*no\/such\/folder\.json` cannot be written \(ENOENT\)/],
    [['--out', ''], /the name of a file is empty/],
    [['--out', '.'], /it is a folder/],
    [['--settings', 'x'], /takes no --settings/],
  ];
  for (const [args, says] of INPUT) {
    it(`is refused with one sentence: ${args.join(' ')}`, async () => {
      const { exitCode, output, errors } = await init(place().directory, {}, ...args);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors, says);
      assert.equal(errors.trim().split('\n').length, 1, errors);
    });
  }

  it('without credentials, or without a trail, says so in one sentence, and writes nothing', async () => {
    const { directory, file } = place();
    const nobody = {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const none = await trailmend(['init'], { directory, env: { ...nobody, AWS_REGION: 'eu-west-1' } });
    assert.match(none.errors, /^trailmend: .*no AWS credentials were found; set AWS_PROFILE.*\n$/);
    const nowhere = await trailmend(['init'], { directory, env: nobody });
    assert.match(nowhere.errors, /^trailmend: .*no AWS Region is set; set AWS_REGION.*\n$/);
    const empty = await init(directory, only());
    assert.match(empty.errors, /^trailmend: there is no trail in account 111122223333 that the caller can see\n$/);
    const absent = await init(
      directory,
      { GetTrail: () => ({ error: 'TrailNotFoundException' }) },
      '--trail-arn',
      SECOND,
    );
    assert.match(absent.errors, /^trailmend: there is no trail `\S+second`\n$/);
    for (const { exitCode, output } of [none, nowhere, empty, absent]) assert.deepEqual([exitCode, output], [1, '']);
    assert.equal(existsSync(file), false);
  });

  it('says on stderr and in JSON what it could not see, and the rights to grant; README lists them all', async () => {
    const { directory, file } = place();
    const { GetCallerIdentity, GetTrail } = AWS;
    const service = await discoveryService({
      ...(GetCallerIdentity === undefined || GetTrail === undefined ? {} : { GetCallerIdentity, GetTrail }),
    });
    const args = ['init', '--trail-arn', TRAIL, '--format', 'json'];
    const { exitCode, output, errors } = await trailmend(args, { directory, env: environmentOf(service) });
    await service.close();
    assert.equal(exitCode, 0);
    const said = JSON.parse(output);
    const rights: readonly string[] = said.missingRights.map(({ action }: { readonly action: string }) => action);
    assert.deepEqual([...rights].sort(), [
      ...[
        'cloudtrail:ListEventDataStores',
        'cloudtrail:ListTrails',
        'organizations:DescribeOrganization',
        's3:ListBucket',
      ],
    ]);
    for (const right of rights) assert.match(errors, new RegExp(right));
    assert.deepEqual(said.settings, JSON.parse(readFileSync(file, 'utf8')));
    assert.deepEqual([said.result, said.unseen.length, said.trails.length], ['written', rights.length, 1]);
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    for (const right of rights) assert.ok(readme.includes(`\`${right}\``), right);
  });

  it('--out - prints the file, writes none, and says the rest on stderr', async () => {
    const { directory, file } = place();
    const { exitCode, output, errors } = await init(
      directory,
      { ...only(TRAIL), HeadBucket: () => ({ error: '', status: 404 }) },
      '--out',
      '-',
    );
    assert.deepEqual([exitCode, JSON.parse(output).trails.length, existsSync(file)], [0, 1, false]);
    assert.match(errors, /^► the bucket `org-logs` does not exist/m);
  });

  it('writes through a link, and keeps the file’s rights', async () => {
    const { directory, file } = place();
    const real = folder.write(
      `real-${count}.json`,
      JSON.stringify({ version: 1, trails: [{ trailArn: SECOND, bucket: 'org-logs', bucketOwner: LOGS }] }),
    );
    folder.protect(real);
    symlinkSync(real, file);
    await init(directory, only(TRAIL, SECOND));
    assert.equal(lstatSync(file).isSymbolicLink(), true);
    assert.equal(lstatSync(real).mode & 0o777, 0o600);
    assert.equal(JSON.parse(readFileSync(real, 'utf8')).trails.length, 2);
  });

  it('leaves a file alone that somebody changed meanwhile', async () => {
    const before = JSON.stringify({
      version: 1,
      trails: [{ trailArn: SECOND, bucket: 'org-logs', bucketOwner: LOGS }],
    });
    const { directory, file } = place(before);
    const editing: Answers = {
      ListTrails: () => {
        writeFileSync(file, `${before}\n`);
        return { Trails: [{ TrailARN: TRAIL }] };
      },
    };
    const { exitCode, errors } = await init(directory, editing);
    assert.deepEqual([exitCode, readFileSync(file, 'utf8')], [1, `${before}\n`]);
    assert.match(errors, /was changed meanwhile, and was left as it is: run again/);
  });
});

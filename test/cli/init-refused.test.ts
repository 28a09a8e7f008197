import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { discoveryService, environmentOf } from '../contract/discovery-service.ts';
import { initRights } from './init-rights.ts';
import { AWS, init, only, Places, SECOND, TRAIL } from './initializing.ts';
import { trailmend } from './trailmend.ts';

const places = new Places();
after(() => places.remove());

describe('what trailmend init cannot do or see', { concurrency: 2 }, () => {
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
      const { exitCode, output, errors } = await init(places.place().directory, {}, ...args);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors, says);
      assert.equal(errors.trim().split('\n').length, 1, errors);
    });
  }

  it('without credentials, or without a trail, says so in one sentence, and writes nothing', async () => {
    const { directory, file } = places.place();
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
    const elsewhere = await init(directory, only(TRAIL.replace('arn:aws:', 'arn:aws-iso:')));
    assert.match(
      elsewhere.errors,
      /^trailmend: no trail can be written: `arn:aws-iso:\S+` is not the ARN of a trail.*\n$/,
    );
    for (const { exitCode, output } of [none, nowhere, empty, absent, elsewhere])
      assert.deepEqual([exitCode, output], [1, '']);
    assert.equal(existsSync(file), false);
  });

  it('says on stderr and in JSON what it could not see, and the rights to grant; README lists them all', async () => {
    const { directory, file } = places.place();
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
    for (const right of rights) assert.ok(initRights().includes(right), right);
  });
});

import assert from 'node:assert/strict';
import { chmodSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import type { Answers } from '../contract/discovery-service.ts';
import { init, LOGS, only, Places, SECOND, TRAIL } from './initializing.ts';
import { trailmend } from './trailmend.ts';

const places = new Places();
after(() => places.remove());

describe('the file that trailmend init writes to', { concurrency: 2 }, () => {
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
      const { directory, file } = places.place(text);
      const { exitCode, output, errors } = await trailmend(['init'], { directory });
      assert.deepEqual([exitCode, output, readFileSync(file, 'utf8')], [1, '', text]);
      assert.match(errors, says);
      assert.equal(errors.trim().split('\n').length, 1);
    });
  }

  it('writes through a link, and keeps the file’s rights', async () => {
    const { directory, file } = places.place();
    const real = places.write(
      `real.json`,
      JSON.stringify({ version: 1, trails: [{ trailArn: SECOND, bucket: 'org-logs', bucketOwner: LOGS }] }),
    );
    places.protect(real);
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
    const { directory, file } = places.place(before);
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

  const VALID = JSON.stringify({ version: 1, trails: [{ trailArn: SECOND, bucket: 'org-logs', bucketOwner: LOGS }] });

  it('keeps what the file’s group may do, whatever the mask of the process', async () => {
    const { directory, file } = places.place(VALID);
    chmodSync(file, 0o664);
    await init(directory, only(TRAIL, SECOND));
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).trails.length, 2);
    assert.equal(lstatSync(file).mode & 0o777, 0o664);
  });

  const skip = process.getuid?.() === 0 ? 'root may write to every file' : false;
  it('leaves a file alone that its owner made read-only', { skip }, async () => {
    const { directory, file } = places.place(VALID);
    chmodSync(file, 0o444);
    const { exitCode, errors } = await init(directory, only(TRAIL, SECOND));
    assert.deepEqual([exitCode, readFileSync(file, 'utf8')], [1, VALID]);
    assert.match(errors, /`\S+trailmend\.json` cannot be written \(EACCES\)/);
  });

  it('leaves a link alone that leads nowhere', async () => {
    const { directory, file } = places.place();
    symlinkSync('nowhere.json', file);
    const { exitCode, errors } = await init(directory);
    assert.deepEqual([exitCode, lstatSync(file).isSymbolicLink()], [1, true]);
    assert.match(errors, /`\S+trailmend\.json` is a link that leads nowhere/);
  });

  it('may begin with the byte order mark that some editors write, and keeps it', async () => {
    const { directory, file } = places.place(`\uFEFF${VALID}`);
    const { exitCode, errors } = await init(
      directory,
      only(TRAIL, SECOND),
      '--alert-email',
      'a@example.com',
      '--format',
      'json',
    );
    assert.deepEqual([exitCode, errors], [0, '']);
    const text = readFileSync(file, 'utf8');
    assert.ok(text.startsWith('\uFEFF{'));
    const { trails, alertEmails } = JSON.parse(text.slice(1));
    assert.deepEqual([trails.length, alertEmails], [2, ['a@example.com']]);
  });
});

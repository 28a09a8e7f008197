import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { AuditRecord } from '../../shared/records/record.ts';
import { s3With } from '../contract/records-bucket.ts';
import type { WireServer } from '../contract/wire-server.ts';
import { SINGLE } from '../trail/trails.ts';
import { objectsOf, run, STORE, written } from './written-records.ts';

const ESCAPE = '\u001b';
describe('the records, as people read them', { concurrency: 2 }, () => {
  let records: readonly AuditRecord[];
  let server: WireServer;

  before(async () => {
    records = await written();
    server = await s3With(objectsOf(records), [STORE, 'other']);
  });
  after(() => server.close());

  const said = async (...args: string[]): Promise<string> => {
    const { output, errors, exitCode } = await run(server, args);
    assert.deepEqual([errors, exitCode], ['', 0]);
    return output;
  };
  const idsIn = (output: string): readonly string[] => {
    const listed: { readonly records: readonly AuditRecord[] } = JSON.parse(output);
    return listed.records.map(({ id }) => id);
  };
  const idAt = (at: number): string => records[at]?.id ?? '';

  it('newest first, in columns, the next command last', async () => {
    const output = await said('records');
    assert.equal(output, await said('records', 'list'));
    const [repair, proof, again, back] = records.map(({ id }) => id);
    assert.deepEqual(output.split('\n'), [
      'WHEN (UTC)           OUTCOME      TRAIL → BUCKET          WHAT                                       RECORD',
      `2026-11-22 13:01:00  rolled-back  example → example-logs  of ${again}               ${back}`,
      `2026-11-22 13:00:00  restored     example → example-logs  bucket-policy-allows-acl-check and 1 more  ${again}`,
      `2026-11-21 13:00:00  proven       example → example-logs  after one repair                           ${proof}`,
      `2026-11-21 12:00:00  restored     example → example-logs  bucket-policy-allows-log-delivery          ${repair}`,
      '',
      `next: trailmend records show ${back}`,
      '',
    ]);
  });

  it('as a page that stands alone, of those that were chosen', async () => {
    const page = await said('records', 'report');
    assert.match(page, /^<!doctype html>/i);
    for (const id of records.map((record) => record.id)) assert.ok(page.includes(id), id);
    const few = await said('records', 'report', '--outcome', 'proven');
    assert.ok(few.includes(idAt(1)) && !few.includes(idAt(0)));
    const folder = mkdtempSync(join(tmpdir(), 'trailmend-report-'));
    const file = join(folder, 'report.html');
    assert.equal(await said('records', 'report', '--out', file), `✔ ${file} written: ${records.length} records\n`);
    assert.match(readFileSync(file, 'utf8'), /^<!doctype html>/i);
    rmSync(folder, { recursive: true, force: true });
  });

  const filters: readonly (readonly [string, readonly string[], readonly number[]])[] = [
    ['a date', ['--since', '2026-11-22'], [3, 2]],
    ['a span of time', ['--since', '2026-11-21T12:30:00Z', '--until', '2026-11-22T13:00:30Z'], [2, 1]],
    ['an outcome', ['--outcome', 'restored'], [2, 0]],
    ['several outcomes', ['--outcome', 'proven', '--outcome', 'rolled-back'], [3, 1]],
    ['a check', ['--check', 'bucket-policy-allows-acl-check'], [2]],
    ['a trail', ['--trail-arn', SINGLE.arn], [3, 2, 1, 0]],
    ['an event data store', ['--trail-arn', SINGLE.arn.replace(/trail\/.*/, 'eventdatastore/e1')], []],
    ['another trail', ['--trail-arn', `${SINGLE.arn}-2`], []],
  ];
  for (const [name, args, places] of filters)
    it(`by ${name}`, async () => {
      const listed = idsIn(await said('records', 'list', ...args, '--format', 'json'));
      assert.deepEqual(listed, places.map(idAt));
    });

  it('by an incident', async () => {
    const incident = records[0]?.incident ?? '';
    assert.deepEqual(idsIn(await said('records', '--incident', incident, '--format', 'json')), [idAt(1), idAt(0)]);
  });

  it('none is said to be none', async () => {
    assert.equal(await said('records', '--outcome', 'failed'), `no such records in ${STORE}\n`);
  });

  it('one is shown: what, when, who, what broke, the change as a diff, the calls, the next command', async () => {
    const output = await said('records', 'show', idAt(0));
    for (const form of [
      new RegExp(`^${idAt(0)} {2}restored {2}remediation, critical\n {2}when      2026-11-21T12:00:00.000Z`),
      /\n {2}where {5}example → example-logs\n/,
      /\n {2}who {7}arn:aws:sts::111122223333:assumed-role\/Admin\/jane called PutBucketPolicy at 2026-11-21T12:00:00Z\n/,
      /\nwhat broke\n {2}✗ bucket-policy-allows-log-delivery \(critical\): /,
      /\n {2}bucket policy of arn:aws:s3:::example-logs: written at 2026-11-21T12:00:00.000Z\n {6}2 statements stay as they are\n {4}\+ \{\n/,
      /\ncalls\n/,
      /\n {2}12:00:00\.000 {2}0 ms {2}s3:PutBucketPolicy example-logs\n/,
      new RegExp(`\nnext: trailmend rollback ${idAt(0)} prints what it would put back\n$`),
    ])
      assert.match(output, form);
  });

  it('a proof is shown with the gap, a rollback with who holds what until when', async () => {
    assert.match(
      await said('records', 'show', idAt(1)),
      /\nhow it ended\n {2}right {5}again since .*\n {2}repairs {3}1\n {2}gap /,
    );
    const back = await said('records', 'show', idAt(3));
    assert.match(back, /\n {2}who {7}arn:aws:iam::111122223333:user\/erin\n/);
    assert.ok(back.includes(`\n  of        ${idAt(2)}\n  held      until 2026-11-23T13:01:00.000Z\n`), back);
    assert.match(back, /\n {4}- \{\n/);
  });

  it('as JSON a record is what is kept', async () => {
    assert.deepEqual(JSON.parse(await said('records', 'show', idAt(0), '--format', 'json')), records[0]);
  });

  for (const args of [['records'], ['records', 'show', '']])
    it(`\`${args.join(' ').trim()}\` has colours on a terminal alone`, async () => {
      const words = args.map((word) => (word === '' ? idAt(3) : word));
      const plain = await said(...words);
      assert.ok(!plain.includes(ESCAPE));
      const coloured = (await run(server, words, { FORCE_COLOR: '1' })).output;
      assert.ok(coloured.includes(ESCAPE));
      assert.equal(coloured.replaceAll(new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g'), ''), plain);
    });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'an id that is none',
      ['records', 'show', '../x'],
      /^`\.\.\/x` is no id of a record, such as \S+: `trailmend records` lists them$/,
    ],
    ['no id', ['records', 'show'], /^the id of a record is missing: `trailmend records` lists them$/],
    [
      'an id that is not there',
      ['records', 'show', '20200101T000000Z-00000000'],
      /^there is no record `20200101T000000Z-00000000` in `trailmend-store\w+`$/,
    ],
    ['a rollback of what is not there', ['rollback', '20200101T000000Z-00000000'], /^there is no record /],
    ['a verb that is none', ['records', 'burn'], /^there is no `trailmend records burn`; there are list, show/],
    [
      'an outcome that is none',
      ['records', '--outcome', 'fine'],
      /^--outcome must be one of unchanged, .*, and is `fine`$/,
    ],
    [
      'a check that is none',
      ['records', '--check', 'bucket-exist'],
      /^there is no check `bucket-exist` \(did you mean `bucket-exists`\?\)$/,
    ],
    [
      'a time that is none',
      ['records', '--since', 'yesterday'],
      /^--since must be a span such as 90m, .*, and is `yesterday`$/,
    ],
    ['a day that is none', ['records', '--since', '2026-02-31'], /^--since must be .*`2026-02-31`$/],
    [
      'an end before the beginning',
      ['records', '--since', '1h', '--until', '2h'],
      /^--since must be earlier than --until$/,
    ],
    [
      'a bucket that is none',
      ['records', '--records-bucket', 'No'],
      /^--records-bucket must be the name of a bucket, and is `No`$/,
    ],
    ['a bucket that is not there', ['records', '--records-bucket', 'nowhere'], /^there is no bucket `nowhere`$/],
  ];
  for (const [name, args, why] of refused)
    it(`one sentence for ${name}`, async () => {
      const { exitCode, output, errors } = await run(server, args);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors.replace(/^trailmend: /, '').replace(/\n$/, ''), why);
    });

  it('a rollback of what wrote nothing says so', async () => {
    const { exitCode, errors } = await run(server, ['rollback', idAt(1), '--yes']);
    assert.deepEqual(
      [exitCode, errors],
      [1, `trailmend: the record \`${idAt(1)}\` wrote no policy: there is nothing to put back\n`],
    );
  });

  it('a rollback of a document that the record did not write names those that it did', async () => {
    const { exitCode, errors } = await run(server, ['rollback', idAt(0), '--document', 'key']);
    assert.equal(exitCode, 1);
    assert.match(errors, /^trailmend: the record wrote no `key`; it wrote bucket \(`arn:aws:s3:::example-logs`\)\n$/);
  });
});

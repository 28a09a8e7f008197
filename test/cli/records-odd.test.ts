import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordKey } from '../../shared/trail/record-key.ts';
import { refusal, s3With } from '../contract/records-bucket.ts';
import { wireServer } from '../contract/wire-server.ts';
import { run, STORE, written } from './written-records.ts';

const ESCAPE = '\u001b';
const HOSTILE = `${ESCAPE}[31mred\u0007\u202egnorw\r\n✔ all is well\u009b2J`;
const CONTROLS = /[\p{Cc}\p{Cf}]/u;

describe('the bucket of the records', { concurrency: 2 }, () => {
  const found = async (names: readonly string[], args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    await using server = await s3With({}, names);
    const { output, errors } = await run(server, ['records', ...args], env);
    return output + errors;
  };

  it('is the one of the stack, where there is one', async () => {
    assert.equal(await found([STORE, 'other'], []), `no such records in ${STORE}\n`);
  });

  it('is the one that is named, by the option first', async () => {
    const names = [STORE, 'first', 'second'];
    assert.equal(await found(names, [], { TRAILMEND_STORE_BUCKET: 'first' }), 'no such records in first\n');
    const both = await found(names, ['--records-bucket', 'second'], { TRAILMEND_STORE_BUCKET: 'first' });
    assert.equal(both, 'no such records in second\n');
  });

  it('is asked for where there is none, or several, or where the variable names none', async () => {
    assert.match(
      await found(['other'], []),
      /^trailmend: no bucket of this account .* name the bucket with --records-bucket\n$/,
    );
    const several = await found([STORE, `${STORE}2`], []);
    assert.equal(
      several,
      `trailmend: the records may lie in any of \`${STORE}\`, \`${STORE}2\`: name the bucket with --records-bucket\n`,
    );
    assert.match(
      await found([STORE], [], { TRAILMEND_STORE_BUCKET: 'No' }),
      /^trailmend: the variable `TRAILMEND_STORE_BUCKET` must be/,
    );
  });

  it('is asked for where nobody may list the buckets', async () => {
    await using server = await wireServer(() => refusal(403, 'AccessDenied'));
    const { errors } = await run(server, ['records']);
    assert.match(
      errors,
      /^trailmend: where the records are could not be found out: AWS denied `s3:ListAllMyBuckets`.*; name the bucket with --records-bucket\n$/,
    );
  });
});

describe('what others wrote into a record', () => {
  it('reaches neither terminal nor line of its own', async () => {
    const [record] = await written();
    assert.ok(record !== undefined);
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: HOSTILE }] });
    const documents = record.documents.map((one) => ({ ...one, resource: HOSTILE, before: policy, note: HOSTILE }));
    const hostile = {
      ...record,
      cause: { ...record.cause, principal: HOSTILE, userAgent: HOSTILE.repeat(10_000), eventName: HOSTILE },
      trails: [{ trailArn: HOSTILE, bucket: HOSTILE, delivers: null }],
      findings: [{ trailArn: HOSTILE, id: HOSTILE, severity: HOSTILE, message: HOSTILE, evidence: null }],
      documents: [...documents, ...documents.map((one) => ({ ...one, before: HOSTILE, after: HOSTILE }))],
      ...{ incident: HOSTILE, brokenAt: HOSTILE, left: [{ id: HOSTILE, message: HOSTILE, suggestion: HOSTILE }] },
      calls: [{ action: HOSTILE, resource: HOSTILE, at: 1e300, milliseconds: 1, outcome: 'failed', reason: HOSTILE }],
    };
    await using server = await s3With({ [recordKey(record.id) ?? '']: JSON.stringify(hostile) });
    const named = ['--records-bucket', 'store'];
    for (const args of [['records'], ['records', 'show', record.id]]) {
      const { output, errors } = await run(server, [...args, ...named]);
      assert.equal(errors, '');
      assert.match(output, /\[31mred/);
      assert.doesNotMatch(output.replaceAll('\n', ''), CONTROLS);
      assert.doesNotMatch(output, /^✔ all is well/m);
      assert.ok(output.length < 20_000, String(output.length));
    }
  });

  it('does not reach the terminal as JSON either, which says the same', async () => {
    const [record] = await written();
    assert.ok(record !== undefined);
    const hostile = { ...record, incident: HOSTILE, new: HOSTILE };
    await using server = await s3With({ [recordKey(record.id) ?? '']: JSON.stringify(hostile) });
    for (const args of [['records'], ['records', 'show', record.id]]) {
      const { output } = await run(server, [...args, '--records-bucket', 'store', '--format', 'json']);
      assert.doesNotMatch(output.replaceAll('\n', ''), CONTROLS);
      assert.ok(JSON.stringify(JSON.parse(output)).includes(JSON.stringify(hostile).slice(1, -1)));
    }
  });

  it('and makes as many calls as a record of 20 MB can hold, is shown all the same', async () => {
    const [record] = await written();
    assert.ok(record !== undefined);
    const call = { action: 's3:GetBucketPolicy', resource: 'example-logs', at: 1, milliseconds: 2, outcome: 'ok' };
    const hostile = { ...record, calls: Array.from({ length: 200_000 }, (_, at) => ({ ...call, at })) };
    await using server = await s3With({ [recordKey(record.id) ?? '']: JSON.stringify(hostile) });
    const { output, errors } = await run(server, ['records', 'show', record.id, '--records-bucket', 'store']);
    assert.equal(errors, '');
    assert.match(output, /s3:GetBucketPolicy example-logs, 200000 times/);
  });

  it('is a page all the same where a time is none, and no record where it has the id of another', async () => {
    const [one, other] = await written();
    assert.ok(one !== undefined && other !== undefined);
    const calls = [{ action: 'a', resource: 'r', at: 1e300, milliseconds: 1, outcome: 'ok', reason: null }];
    const never = { ...one, brokenAt: '2026-99-99T99:99:99Z', calls };
    const elsewhere = { [recordKey(other.id) ?? '']: JSON.stringify(one) };
    await using server = await s3With({ [recordKey(one.id) ?? '']: JSON.stringify(never), ...elsewhere });
    const page = await run(server, ['records', 'report', '--records-bucket', 'store']);
    assert.match(page.errors, new RegExp(`^► left out: ${other.id} is no record as this release knows them\n$`));
    assert.ok(page.output.includes(one.id));
    const shown = await run(server, ['records', 'show', other.id, '--records-bucket', 'store']);
    assert.match(shown.errors, /is no record as this release knows them\n$/);
  });

  it('and is no record, is told and left out', async () => {
    const [record] = await written();
    const key = recordKey(record?.id ?? '') ?? '';
    await using server = await s3With({ [key]: '{"version": 7}' });
    const { output, exitCode } = await run(server, ['records', '--records-bucket', 'store']);
    assert.equal(exitCode, 0);
    assert.match(output, /^no such records in store\n\? \S+ is no record as this release knows them\n$/);
    const shown = await run(server, ['records', 'show', record?.id ?? '', '--records-bucket', 'store']);
    assert.match(shown.errors, /^trailmend: the object of `\S+` in `store` is no record as this release knows them\n$/);
  });
});

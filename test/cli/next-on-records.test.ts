import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordText } from '../../cli/output/record-text.ts';
import { recordsText } from '../../cli/output/records-text.ts';
import { rolledBackText, undoText } from '../../cli/output/rollback-text.ts';
import type { Found } from '../../shared/records/undo.ts';
import { foundOf, undo } from '../memory/undo.ts';
import { allRepaired } from '../records/repaired.ts';

const ELSEWHERE = { 'records-bucket': ['their-records'] };

/** A world in which three documents were repaired, with its record and those documents. */
async function scene() {
  const world = await allRepaired();
  const [record] = world.records.all;
  assert.ok(record !== undefined);
  return { world, record, found: await foundOf(world, record) };
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

describe('the next command after a rollback was shown', () => {
  it('writes the document that was chosen and no other, with the same role and bucket of records', async () => {
    const { record, found } = await scene();
    const key = found.filter(({ kind }) => kind === 'key-policy');
    const text = undoText(key, record.id, { document: ['key'], 'role-name': ['Undo'], ...ELSEWHERE });
    const options = '--document key --role-name Undo --records-bucket their-records --yes';
    assert.equal(lastLine(text), `  trailmend rollback ${record.id} ${options}`);
  });

  it('says once that what was changed since is to be lost', async () => {
    const { record, found } = await scene();
    const changed = found.map((one): Found => ({ ...one, state: 'changed' }));
    const words = ['--yes', '--although-changed'];
    assert.equal(lastLine(undoText(changed, record.id, {})), `  trailmend rollback ${record.id} ${words.join(' ')}`);
    const said = lastLine(undoText(changed, record.id, { 'although-changed': true }));
    assert.equal(said, `  trailmend rollback ${record.id} ${words.toReversed().join(' ')}`);
  });
});

describe('the next command on a record', () => {
  it('looks for it where this one did', async () => {
    const { world, record, found } = await scene();
    const where = '--records-bucket their-records';
    const records = [{ record, text: '' }];
    const list = recordsText({ records, unread: [], isAll: true }, 'their-records', ELSEWHERE);
    assert.equal(lastLine(list), `next: trailmend records show ${record.id} ${where}`);
    const shown = recordText(record, ELSEWHERE);
    assert.equal(lastLine(shown), `next: trailmend rollback ${record.id} ${where} prints what it would put back`);
    const done = await undo(world);
    const told = rolledBackText(found, done, { ...ELSEWHERE, yes: true });
    assert.equal(lastLine(told), `next: trailmend records show ${done.record.id} ${where}`);
  });
});

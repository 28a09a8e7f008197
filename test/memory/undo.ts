import assert from 'node:assert/strict';
import type { AuditRecord } from '../../shared/records/record.ts';
import { type RollbackPorts, type RolledBack, rollback } from '../../shared/records/rollback.ts';
import { type Found, lookAt, undosOf } from '../../shared/records/undo.ts';
import { memoryDocuments } from './policy-documents.ts';
import type { World } from './world.ts';

/** Who puts documents back in a world. */
export const ERIN = 'arn:aws:iam::111122223333:user/erin';

const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** What a rollback of a world is made with. */
export function undoPorts(world: World): RollbackPorts {
  const { store, records, clock } = world;
  return { store, records, clock, documents: memoryDocuments(world) };
}

/** The documents of a record as they are now; fails the test where one cannot be put back. */
export async function foundOf(world: World, record: AuditRecord): Promise<readonly Found[]> {
  const looks = await Promise.all(undosOf(record).map((undo) => lookAt(undo, memoryDocuments(world))));
  return looks.map((look) => {
    assert.ok(!('why' in look), JSON.stringify(look));
    return look;
  });
}

/** The latest record that wrote something. */
export function latestWrite({ records }: World): AuditRecord {
  const record = records.all.findLast((one) => undosOf(one).length > 0);
  assert.ok(record !== undefined, 'something was written');
  return record;
}

/** Puts back what a record wrote, the latest if none is named. */
export async function undo(world: World, record: AuditRecord = latestWrite(world)): Promise<RolledBack> {
  return rollback(await foundOf(world, record), { record, by: ERIN, timeText }, undoPorts(world));
}

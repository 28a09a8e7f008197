import type { AuditRecord } from '../../shared/records/record.ts';
import { type RolledBack, rollback as rollBack } from '../../shared/records/rollback.ts';
import { type Found, lookAt, type Undo, undosOf } from '../../shared/records/undo.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import { credentialsFor } from '../as-whom.ts';
import { BadInput } from '../bad-input.ts';
import { formatOf, one, type Values } from '../options.ts';
import { rolledBackJson, rolledBackText, undoJson, undoText } from '../output/rollback-text.ts';
import { oneRecord, readerOf, recordId, recordsBucket } from '../records.ts';
import type { Command } from './command.ts';

/** The documents of a record that are to be put back: all, or the one that was chosen. */
function chosen(record: AuditRecord, values: Values): readonly Undo[] {
  const all = undosOf(record);
  if (all.length === 0) throw new BadInput(`the record \`${record.id}\` wrote no policy: there is nothing to put back`);
  const wanted = one(values, 'document');
  if (wanted === undefined) return all;
  const found = all.filter(({ kind, resource }) => kind === `${wanted}-policy` || resource === wanted);
  const [only, ...others] = found;
  const names = all.map(({ kind, resource }) => `${kind.replace('-policy', '')} (\`${resource}\`)`).join(', ');
  if (only === undefined) throw new BadInput(`the record wrote no \`${wanted}\`; it wrote ${names}`);
  if (others.length > 0)
    throw new BadInput(`the record wrote several of \`${wanted}\`: name the ARN; it wrote ${names}`);
  return found;
}

/** Refuses what somebody changed since, unless that was said to be known. */
function refuseChanged(found: readonly Found[], values: Values): void {
  const changed = found.find(({ state }) => state === 'changed');
  if (changed === undefined || values['although-changed'] === true) return;
  const { kind, resource } = changed;
  throw new BadInput(
    `the ${DOCUMENTS[kind].noun} of \`${resource}\` is not what the record wrote any more: look at it without --yes, and add --although-changed to lose what was changed since`,
  );
}

/** Who calls, as the record and the alerts name them. */
async function callersArn(): Promise<string> {
  const { awsDiscovery } = await import('../../shared/aws/discovery.ts');
  const caller = await awsDiscovery().caller();
  if (caller.state === 'present') return caller.value.arn;
  throw new BadInput(caller.state === 'unreadable' ? caller.reason : 'there is no caller');
}

const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** `trailmend rollback ID`: puts the policies that a record wrote back as they were before it. */
export const rollback: Command = {
  name: 'rollback',
  summary: 'put back what a record wrote, byte by byte; writes with --yes',
  options: ['records-bucket', 'document', 'although-changed', 'role-name', 'yes', 'format'],
  operand: 'ID',
  choices: { document: ['bucket', 'key', 'topic'] },
  run: async (values, surroundings, operand) => {
    const format = formatOf(values);
    const id = recordId(operand);
    const bucket = await recordsBucket(values, surroundings);
    const { record } = await oneRecord(id, bucket, await readerOf(bucket));
    const undos = chosen(record, values);
    const { keeping, ownedDocuments } = await import('../../shared/aws/people.ts');
    const { systemClock: clock } = await import('../../shared/aws/ports.ts');
    const documents = ownedDocuments(await credentialsFor(values));
    const looks = await Promise.all(undos.map((undo) => lookAt(undo, documents)));
    const obstacle = looks.find((look) => 'why' in look);
    if (obstacle !== undefined && 'why' in obstacle) throw new BadInput(obstacle.why);
    const found = looks.flatMap((look) => ('why' in look ? [] : [look]));
    if (values.yes !== true)
      return { output: format === 'json' ? undoJson(found, id) : undoText(found, id, values), exitCode: 2 };
    refuseChanged(found, values);
    const asked = { record, by: await callersArn(), timeText };
    surroundings.progress('holding the checks, and putting it back');
    const done: RolledBack = await rollBack(found, asked, { ...keeping(bucket), documents, clock });
    const isDone = done.record.outcome === 'rolled-back' && done.unkept.length === 0;
    const output = format === 'json' ? rolledBackJson(found, id, done) : rolledBackText(found, done, values);
    return { output, exitCode: isDone ? 0 : 1 };
  },
};

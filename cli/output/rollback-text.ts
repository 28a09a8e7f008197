import { plainText } from '../../shared/plain-text.ts';
import type { RolledBack } from '../../shared/records/rollback.ts';
import type { Found } from '../../shared/records/undo.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import type { Values } from '../options.ts';
import { nextLines, onRecords } from './command-line.ts';
import { diffLines } from './diff-lines.ts';
import { paint } from './paint.ts';
import { printedJson } from './shown.ts';

const STATES: Readonly<Record<Found['state'], string>> = {
  'as-written': 'goes back to what it was before',
  'put-back': 'is as it was before already',
  changed: 'was changed by somebody since, which would be lost',
};

function documentLines({ kind, resource, now, before, state }: Found): readonly string[] {
  const what = `${paint('bold', plainText(resource, 300))}: the ${DOCUMENTS[kind].noun} ${STATES[state]}`;
  const gone = before === null && state !== 'put-back' ? ', which was none' : '';
  return [`${what}${gone}`, ...(state === 'put-back' ? [] : diffLines(now, before))];
}

const shown = (found: readonly Found[]): readonly object[] =>
  found.map(({ kind, resource, state, now, before }) => ({ kind, resource, state, now, before }));

/** What `rollback` prints without --yes: how every document would change, and the command that changes these and no others. */
export function undoText(found: readonly Found[], id: string, values: Values): string {
  const isForced = values['although-changed'] === true || found.every(({ state }) => state !== 'changed');
  const more = ['--yes', ...(isForced ? [] : ['--although-changed'])];
  const why = 'to write it, and to keep the function from repairing it for 24 hours';
  return `${[...found.flatMap(documentLines), ...nextLines(why, `rollback ${id}`, values, more)].join('\n')}\n`;
}

/** The same as JSON; `record` is null as long as nothing was written. */
export function undoJson(found: readonly Found[], id: string): string {
  return printedJson({ version: 1, of: id, documents: shown(found), record: null, unkept: [] });
}

/** What `rollback --yes` prints: how each document changed, until when it is held, and the record of it. */
export function rolledBackText(found: readonly Found[], { record, unkept }: RolledBack, values: Values): string {
  const ends = record.documents.map(({ resource, outcome, note }) => {
    const tail = note === null ? '' : ` (${plainText(note, 1_000)})`;
    const mark = outcome === 'restored' ? paint('green', '✔ put back:') : paint('red', '✗ NOT put back:');
    return `${mark} ${plainText(resource, 300)}${tail}`;
  });
  const isHeld = record.documents.some(({ outcome }) => outcome === 'restored');
  const held = `held until ${record.rollback?.heldUntil ?? ''}: until then the function tells of it and does not repair it`;
  return `${[
    ...found.flatMap(documentLines),
    '',
    ...ends,
    ...(isHeld ? [`  ${held}`] : []),
    ...unkept.map((reason) => `${paint('red', '✗')} ${plainText(reason)}`),
    ...['', paint('dim', `next: ${onRecords(`records show ${record.id}`, values)}`)],
  ].join('\n')}\n`;
}

/** The same as JSON. */
export function rolledBackJson(found: readonly Found[], id: string, { record, unkept }: RolledBack): string {
  return printedJson({ version: 1, of: id, documents: shown(found), record, unkept });
}

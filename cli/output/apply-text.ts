import type { Change } from '../../shared/reconcile/outcome.ts';
import type { DocumentChange } from '../../shared/reconcile/plan.ts';
import { DOCUMENTS } from '../../shared/trail/document.ts';
import type { Judged } from '../judged.ts';
import type { Values } from '../options.ts';
import { hanging, headline, room } from './columns.ts';
import { nextLines, shellWord } from './command-line.ts';
import { noteLines } from './notes.ts';
import { paint } from './paint.ts';
import { actionLines, headed, leftLines, nothing, openLines } from './plan-text.ts';
import { shown } from './shown.ts';
import { documentLines } from './statements.ts';

/** A document that was written into a file. */
type Written = DocumentChange & { readonly file: string };

/** The command of the AWS CLI that puts a document where it belongs. */
function putCommand({ kind, resource, file }: Written): string {
  const document = shellWord(`file://${file}`);
  switch (kind) {
    case 'bucket-policy':
      return `aws s3api put-bucket-policy --bucket ${shellWord(resource.replace(/^arn:[^:]+:s3:::/, ''))} --policy ${document}`;
    case 'key-policy':
      return `aws kms put-key-policy --key-id ${shellWord(resource)} --policy-name default --policy ${document}`;
    case 'topic-policy':
      return `aws sns set-topic-attributes --topic-arn ${shellWord(resource)} --attribute-name Policy --attribute-value ${document}`;
  }
}

/** What `apply --out` prints: which file holds what, what is left to people, and the commands that put the files in place. */
export function writtenText(found: Judged, files: readonly Written[], columns = room(process.stdout)): string {
  const wrote = files.flatMap(({ file, kind, resource }) => {
    const what = `the ${DOCUMENTS[kind].noun} of ${shown(resource)}, repaired`;
    return headline(`${paint('green', '✔')} ${paint('bold', shown(file))}: ${what}`, columns);
  });
  const told = [...wrote, ...headed('left to a person:', leftLines(found, columns), wrote)];
  const lines = [...told, ...openLines(found, columns, told)];
  const puts = files.map((file) => `  ${shown(putCommand(file))}`);
  const last = puts.length === 0 ? [] : ['', paint('dim', 'next, to put the repaired documents in place:'), ...puts];
  return `${[...(lines.length === 0 ? [nothing(found)] : lines), ...noteLines(found, columns), ...last].join('\n')}\n`;
}

function changeLines({ what, word, note }: Change, columns: number): readonly string[] {
  const mark = word === 'restored' ? paint('green', '✔') : paint('red', '✗');
  const [first = '', ...rest] = 'after' in what ? documentLines(what, columns) : actionLines(what, columns);
  const tail = note === null ? [] : hanging('  ', shown(note), columns);
  return [`${mark} ${word}: ${first}`, ...tail, ...rest];
}

/** What a live `apply` prints: each change and how it ended, failures first, then what is left to people. */
export function appliedText(
  found: Judged,
  changes: readonly Change[],
  values: Values,
  columns = room(process.stdout),
): string {
  const ordered = changes.toSorted((one, other) => Number(one.word === 'restored') - Number(other.word === 'restored'));
  const made = ordered.flatMap((change) => changeLines(change, columns));
  const told = [...made, ...headed('left to a person:', leftLines(found, columns), made)];
  const lines = [...told, ...openLines(found, columns, told)];
  const why = 'in some minutes, since restored is not yet delivered';
  const last = changes.some(({ word }) => word === 'restored') ? nextLines(why, 'check', values) : [];
  return `${[...(lines.length === 0 ? [nothing(found)] : lines), ...noteLines(found, columns), ...last].join('\n')}\n`;
}

import type { Action } from '../../shared/reconcile/plan.ts';
import { type Judged, unknownIn } from '../judged.ts';
import { isOffline, type Values } from '../options.ts';
import { hanging, headline, room } from './columns.ts';
import { nextLines } from './command-line.ts';
import { findingsLines } from './finding-text.ts';
import { noteLines } from './notes.ts';
import { paint } from './paint.ts';
import { shown, shownJson, shownWhole } from './shown.ts';
import { documentLines } from './statements.ts';

/** What a change does that is no document. */
export const ACTIONS: Readonly<Record<Action['kind'], string>> = {
  'start-logging': 'switch logging on',
  'cancel-key-deletion': 'take the deletion of the key back, which leaves it disabled',
  'enable-key': 'enable the key',
  'set-request-payer': 'switch Requester Pays off, so that the owner pays for requests',
};

/** A change that is no document. */
export function actionLines({ kind, resource }: Action, columns: number): readonly string[] {
  return headline(`${paint('bold', shown(resource))}: ${ACTIONS[kind]}`, columns);
}

/** Said where there is nothing else to say; what was left out is told below. */
export function nothing({ leftOut }: Judged): string {
  const isAll = leftOut.length === 0;
  return `${isAll ? paint('green', '✔') : paint('yellow', '?')} nothing to change${isAll ? '' : ' in what could be looked at'}`;
}

/** What a person has to do, with the change ready to paste, which is not wrapped. */
export function leftLines({ plan }: Judged, columns: number): readonly string[] {
  return plan.notRepairable.flatMap(({ id, message, suggestion }) => [
    ...hanging(`${paint('red', '✗')} `, shown(message), columns),
    paint('dim', `  ${id}`),
    ...(suggestion === null
      ? []
      : (typeof suggestion === 'string' ? [shownWhole(suggestion)] : shownJson(suggestion)).map(
          (line) => `      ${line}`,
        )),
  ]);
}

/** A heading over what follows, if anything does and something stands before it. */
export function headed(heading: string, lines: readonly string[], before: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [...(before.length === 0 ? [] : ['']), paint('bold', heading), ...lines];
}

/** What cannot be told: where there is some of it, nobody may say that there is nothing to change. */
export function openLines(found: Judged, columns: number, before: readonly string[]): readonly string[] {
  return headed('cannot be told:', findingsLines(unknownIn(found), columns), before);
}

/** What `plan` prints: the statement diff, then what is left to people, then what cannot be told. */
export function planText(found: Judged, values: Values, columns = room(process.stdout)): string {
  const { documents, actions } = found.plan;
  const changes = [
    ...documents.flatMap((change) => documentLines(change, columns)),
    ...actions.flatMap((action) => actionLines(action, columns)),
  ];
  const left = headed('left to a person:', leftLines(found, columns), changes);
  const all = [...changes, ...left, ...openLines(found, columns, [...changes, ...left])];
  const isLive = !isOffline(values);
  const more = isLive ? ['--yes'] : ['--out', 'repaired'];
  const count = documents.length + actions.length;
  const why = isLive ? `to make ${count === 1 ? 'this change' : 'these changes'}` : 'to write the repaired documents';
  const last = changes.length === 0 ? [] : nextLines(why, 'apply', values, more);
  return `${[...(all.length === 0 ? [nothing(found)] : all), ...noteLines(found, columns), ...last].join('\n')}\n`;
}

import type { CheckedFinding } from '../../shared/reconcile/judge.ts';
import type { Action } from '../../shared/reconcile/plan.ts';
import type { Judged } from '../judged.ts';
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

/** Said where there is nothing else to say. */
export const NOTHING = `${paint('green', '✔')} nothing to change`;

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

/** What `plan` prints: the statement diff, then what is left to people, then what cannot be told. */
export function planText(
  found: Judged,
  unknown: readonly CheckedFinding[],
  values: Values,
  columns = room(process.stdout),
): string {
  const { documents, actions } = found.plan;
  const changes = [
    ...documents.flatMap((change) => documentLines(change, columns)),
    ...actions.flatMap((action) => actionLines(action, columns)),
  ];
  const left = headed('left to a person:', leftLines(found, columns), changes);
  const open = headed('cannot be told:', findingsLines(unknown, columns), [...changes, ...left]);
  const all = [...changes, ...left, ...open];
  const isLive = !isOffline(values);
  const more = isLive ? ['--yes'] : ['--out', 'repaired'];
  const count = documents.length + actions.length;
  const why = isLive ? `to make ${count === 1 ? 'this change' : 'these changes'}` : 'to write the repaired documents';
  const last = changes.length === 0 ? [] : nextLines(why, 'apply', values, more);
  return `${[...(all.length === 0 ? [NOTHING] : all), ...noteLines(found, columns), ...last].join('\n')}\n`;
}

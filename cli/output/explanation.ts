import type { Check } from '../../shared/checks/check.ts';
import { paint } from './paint.ts';

const MODES: Readonly<Record<Check['mode'], string>> = {
  restore: 'repaired by default',
  alert: 'told by default, with the change to make',
  advice: 'only said, never an incident',
};

/** What `explain` prints of a check. */
export function explanationText({ id, title, severity, mode, why, byHand, reference, permissions }: Check): string {
  const rights = (access: 'read' | 'repair'): string =>
    permissions
      .filter((permission) => permission.access === access)
      .map(({ action }) => action)
      .join(', ');
  const repair = rights('repair');
  return [
    `${paint('bold', id)}: ${title}`,
    `${severity}, ${MODES[mode]}`,
    '',
    why,
    '',
    paint('bold', 'By hand'),
    byHand,
    '',
    paint('dim', `rights to look:   ${rights('read')}`),
    ...(repair === '' ? [] : [paint('dim', `rights to repair: ${repair}`)]),
    paint('dim', `more: ${reference}`),
    '',
  ].join('\n');
}

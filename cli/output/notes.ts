import type { Judged } from '../judged.ts';
import { hanging, table } from './columns.ts';
import { paint } from './paint.ts';
import { shown } from './shown.ts';

/** What is odd, what was left out, and the rights to ask for. */
export function noteLines({ warnings, leftOut, missing }: Judged, columns: number): readonly string[] {
  const rights = missing.map(({ action, resource }) => [`  ${paint('bold', action)}`, `on ${shown(resource)}`]);
  return [
    ...leftOut.flatMap((reason) => hanging(`${paint('yellow', '?')} `, shown(reason), columns)),
    ...warnings.flatMap((warning) => hanging('  note: ', shown(warning), columns)).map((line) => paint('dim', line)),
    ...(rights.length === 0 ? [] : ['', 'rights to ask for:', ...table(rights)]),
  ];
}

import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where text goes: a terminal, or a pipe or file. */
type Sink = { readonly isTTY?: boolean };

/**
 * Whether text may have colours there: on a terminal, unless `NO_COLOR` (no-color.org) or `TERM=dumb` asks for none; `FORCE_COLOR` decides
 * alone, and `0` or `false` switches off (Node.js, "tty.WriteStream.getColorDepth").
 */
export function isColoured(env: Readonly<Record<string, string | undefined>>, { isTTY = false }: Sink): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (none !== undefined && none !== '') return false;
  return isTTY && terminal !== 'dumb';
}

/** The text in a style, where stdout takes colours. */
export function paint(style: Style, text: string): string {
  // Node would look at the stream itself, but not in every version that this runs on.
  return isColoured(process.env, process.stdout) ? styleText(style, text, { validateStream: false }) : text;
}

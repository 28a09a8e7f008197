import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colour only on a terminal, and not where NO_COLOR asks for none: styleText looks at stdout itself. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

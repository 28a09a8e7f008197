import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './trailmend.ts';

/** The rights that README lists for `trailmend init`, from its policy document. */
export function initRights(): readonly string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, section = ''] = /\n## What there is to guard\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const [, block = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
  const { Statement }: { readonly Statement: { readonly Action: readonly string[] } } = JSON.parse(block);
  return Statement.Action;
}

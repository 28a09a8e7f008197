import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package that a file of node_modules belongs to; undefined for a file of the project. */
function packageOf(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

type Manifest = { readonly name: string; readonly version: string; readonly license?: string };

type Licence = { readonly of: string; readonly text: string };

function licenceOf(folder: string): Licence {
  const { name, version, license }: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (license === undefined) throw new Error(`${name} names no licence`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return { of: `${name} ${version}: ${license}`, text };
}

/** The licences of all packages that a bundle was made of, each text once. Throws where a package names none. */
export function licenceTexts(root: string, inputs: readonly string[]): string {
  const folders = [...new Set(inputs.map(packageOf))].filter((folder) => folder !== undefined).sort();
  const all = folders.map((folder) => licenceOf(join(root, folder)));
  const texts = [...new Set(all.map(({ text }) => text))];
  const parts = texts.map((text) => {
    const names = all.filter((one) => one.text === text).map(({ of }) => of);
    return `${names.join('\n')}\n\n${text}\n`;
  });
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

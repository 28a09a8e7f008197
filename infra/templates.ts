// Writes a template for each account that no StackSet reaches: npm run templates -- --out DIR
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checks } from '../shared/checks/index.ts';
import { eventSources } from '../shared/events/index.ts';
import { destinationsOf } from './destination.ts';
import { destinationTemplates } from './destination-templates.ts';
import { isReachedByStackSets } from './destinations.ts';
import { scopeOf } from './scope.ts';
import { readSettingsFile, SettingsError } from './settings-file.ts';
import { isTemplateFile, templateFile, templatesReadme } from './templates-readme.ts';

/** The folder that `--out` names, or a SettingsError. */
function readFolder(args: readonly string[]): string {
  try {
    const { values } = parseArgs({ args: [...args], options: { out: { type: 'string' } } });
    if (values.out !== undefined && values.out !== '') return values.out;
  } catch (error) {
    throw new SettingsError(`${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  throw new SettingsError('say which folder to write to: `npm run templates -- --out DIR`');
}

/** What is said of the templates that are in the folder now. */
function write(folder: string): string {
  const settings = readSettingsFile(process.env.TRAILMEND_SETTINGS_FILE ?? 'trailmend.json', checks);
  const { organization } = scopeOf(settings);
  if (organization === null || organization.destinations !== 'templates')
    throw new SettingsError(
      'no template is needed: `npm run deploy` places everything, unless `organization.destinations` is `templates`',
    );
  const all = destinationsOf(organization, { settings, checks, eventSources }).destinations;
  const destinations = all.filter((one) => isReachedByStackSets(one, organization) && one.regions.length > 0);
  const groups = destinations.map((one) => ({ id: `Account${one.account}`, destinations: [one] }));
  const templates = [...destinationTemplates(organization, groups)].map(
    ([id, template]) => [templateFile(id.replace('Account', '')), written(template)] as const,
  );
  writeFiles(folder, [...templates, ['README.txt', templatesReadme(destinations)]]);
  const names = templates.map(([name]) => name);
  const gone = readdirSync(folder).filter((name) => isTemplateFile(name) && !names.includes(name));
  return [
    `${names.length} ${names.length === 1 ? 'template' : 'templates'} in \`${folder}\`: see README.txt`,
    ...gone.map((name) => `\`${name}\` is of an account that has nothing any more: delete its stacks, and the file`),
  ].join('\n');
}

/** What `aws cloudformation deploy` takes without a bucket to upload to, in bytes (AWS CLI reference, "deploy"). */
const FILE_LIMIT = 51_200;

/** A template as people can read it, or without white space where it is too large otherwise. */
function written(template: object): string {
  const text = `${JSON.stringify(template, null, 1)}\n`;
  return Buffer.byteLength(text) <= FILE_LIMIT ? text : `${JSON.stringify(template)}\n`;
}

/** Writes the files over what an earlier run wrote, or throws a SettingsError. */
function writeFiles(folder: string, files: readonly (readonly [string, string])[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const cause = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is not a folder' : String(error);
    throw new SettingsError(`the templates cannot be written to \`${folder}\`: ${cause}`, { cause: error });
  }
}

try {
  process.stdout.write(`${write(readFolder(process.argv.slice(2)))}\n`);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

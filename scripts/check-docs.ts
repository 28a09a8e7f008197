// Writes docs/checks, a page for every check and a table of all of them: node scripts/check-docs.ts
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Check, Mode, Permission, Severity, Target } from '../shared/checks/check.ts';
import { checks } from '../shared/checks/index.ts';
import { hasRepair, MODES } from '../shared/settings/modes.ts';

const NOTE = '<!-- written by scripts/check-docs.ts from shared/checks; change it there -->';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'log files do not arrive, or arrive where somebody else reads them',
  high: 'digest files, or what a trail is created and updated with',
  medium: 'notifications, query results, settings; log files arrive all the same',
  advice: 'nothing fails; it could be better',
};

const MODE_TEXTS: Readonly<Record<Mode, string>> = {
  restore: 'is repaired, and told',
  alert: 'is told, with the change to make',
  advice: 'is said, and is never an incident',
  off: 'is not looked at',
};

const TARGETS: Readonly<Record<Target, string>> = {
  trail: 'the trail',
  bucket: 'the bucket',
  key: 'the trail’s key',
  topic: 'the trail’s topic',
  'topic-key': 'the topic’s key',
  'landing-zones': 'all landing zones, of which an account has one',
  'landing-zone': 'the landing zone',
  organization: 'the organization (`*`)',
  'organization-policies': 'the organization’s policies, accounts and OUs (`*`)',
  'service-linked-role': 'CloudTrail’s service-linked role',
  account: 'the trail’s account, in the partition `aws`',
  members: 'the member accounts, of an organization trail with an opt-in home Region',
  'member-list': '`*`, of an organization trail with an opt-in home Region',
  'account-trails': 'the trails that the account sees',
  'trail-list': '`*`: AWS grants it on no trail alone',
  'account-access': 'the whole account (`*`)',
};

/** The parts of the table of all checks, by the first word of an id. */
const PARTS: readonly (readonly [word: string, heading: string])[] = [
  ['trail', 'The trail itself'],
  ['bucket', 'Its bucket'],
  ['key', 'Its KMS key'],
  ['topic', 'Its SNS topic'],
  ['lake', 'Query results of CloudTrail Lake'],
  ['organization', 'The organization around it'],
  ['landing', 'The landing zone of AWS Control Tower'],
  ['repair', 'Its repair'],
];

/** Text as Markdown shows it as it is; what stands between backticks is code already. */
function plain(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part, at) => (at % 2 === 1 ? part : part.replaceAll(/[*_<|\\]/g, '\\$&'))).join('');
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))];
}

const modesOf = (check: Check): readonly Mode[] => MODES.filter((mode) => mode !== 'restore' || hasRepair(check));

function rightRow({ action, target, access, byDefault }: Permission, { mode }: Check): readonly string[] {
  const isGranted = mode === 'restore' || byDefault === true;
  const use = access === 'read' ? 'look' : isGranted ? 'repair' : 'repair, where the settings say `restore`';
  return [use, `\`${action}\``, TARGETS[target]];
}

function settingsOf(check: Check): readonly string[] {
  const { id, mode } = check;
  const other = modesOf(check).find((one) => one !== mode) ?? 'off';
  return [
    '```json',
    `"modes": { "${id}": "${other}" }`,
    '```',
    '',
    'In `trailmend.json` that counts for everything that is guarded; in the `modes` of one trail or event data store, for that one alone.',
    '',
    ...modesOf(check).map((one) => `- \`${one}\`${one === mode ? ' (the default)' : ''}: a finding ${MODE_TEXTS[one]}`),
  ];
}

/** A check that only tells by default may repair some of what it finds all the same. */
function exceptionOf({ permissions }: Check): string {
  const calls = permissions.filter(({ byDefault }) => byDefault === true).map(({ action }) => `\`${action}\``);
  return calls.length === 0 ? '' : `; what ${calls.join(' or ')} mends is repaired`;
}

/** The page of one check. */
export function pageOf(check: Check): string {
  const { id, title, severity, mode, why, byHand, reference, permissions } = check;
  const lines = [
    ...[NOTE, '', `# ${plain(title)}`, ''],
    ...table(
      ['check', `\`${id}\``],
      [
        ['at stake', `**${severity}**: ${SEVERITIES[severity]}`],
        ['by default', `**${mode}**: a finding ${MODE_TEXTS[mode]}${exceptionOf(check)}`],
      ],
    ),
    ...['', '## Why', '', plain(why)],
    ...['', '## By hand', '', plain(byHand)],
    ...['', '## Settings', '', ...settingsOf(check)],
    ...['', '## Rights', ''],
    ...table(
      ['to', 'right', 'on'],
      permissions.map((permission) => rightRow(permission, check)),
    ),
    ...['', '## More', ''],
    `- [AWS on it](${reference})`,
    `- [The cases that it is tested with](../../test/cases/${id}.json)`,
    '- [All checks](README.md)',
  ];
  return `${lines.join('\n')}\n`;
}

function tableOf(part: readonly Check[]): readonly string[] {
  return table(
    ['healthy', 'at stake', 'by default'],
    part.map(({ id, title, severity, mode }) => [`[${plain(title)}](${id}.md)<br>\`${id}\``, severity, mode]),
  );
}

/** The table of all checks. */
export function overviewOf(catalogue: readonly Check[]): string {
  const words = PARTS.map(([word]) => word);
  const isOf = (word: string, { id }: Check): boolean => id.startsWith(`${word}-`);
  const rest = catalogue.filter((check) => !words.some((word) => isOf(word, check)));
  const parts = PARTS.map(([word, heading]) => ({ heading, part: catalogue.filter((check) => isOf(word, check)) }));
  const lines = [
    ...[NOTE, '', '# The checks', ''],
    `Trailmend puts ${catalogue.length} questions to every trail. Each has a page that says why it matters, how to mend it by hand,`,
    'and which rights it takes; `npm run -s trailmend -- explain CHECK` prints the same.',
    ...[...parts, { heading: 'Further', part: rest }]
      .filter(({ part }) => part.length > 0)
      .flatMap(({ heading, part }) => ['', `## ${heading}`, '', ...tableOf(part)]),
    ...['', '## What is at stake', ''],
    ...Object.entries(SEVERITIES).map(([severity, text]) => `- **${severity}**: ${text}`),
    ...['', '## What happens to a finding', ''],
    ...MODES.map((mode) => `- **${mode}**: a finding ${MODE_TEXTS[mode]}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Every file of `docs/checks`, by name. */
export function filesFor(catalogue: readonly Check[]): ReadonlyMap<string, string> {
  const pages = catalogue.map((check) => [`${check.id}.md`, pageOf(check)] as const);
  return new Map([['README.md', overviewOf(catalogue)], ...pages]);
}

/** Makes a folder hold these pages and no others. */
export function writePages(folder: string, catalogue: readonly Check[]): void {
  const files = filesFor(catalogue);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.md') && !files.has(name)) rmSync(join(folder, name));
  }
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}

if (import.meta.main) writePages(fileURLToPath(new URL('../docs/checks', import.meta.url)), checks);

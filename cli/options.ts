import { parseArgs } from 'node:util';
import { BadInput } from './bad-input.ts';

const OPTIONS = {
  'trail-arn': { type: 'string', multiple: true },
  bucket: { type: 'string', multiple: true },
  'bucket-policy': { type: 'string', multiple: true, takes: 'file' },
  'no-bucket-policy': { type: 'boolean' },
  'bucket-owner': { type: 'string', multiple: true },
  'bucket-key': { type: 'boolean' },
  prefix: { type: 'string', multiple: true },
  'organization-id': { type: 'string', multiple: true },
  'source-organization-id': { type: 'string', multiple: true },
  'source-trail-arn': { type: 'string', multiple: true },
  'kms-key-arn': { type: 'string', multiple: true },
  'key-policy': { type: 'string', multiple: true, takes: 'file' },
  'topic-arn': { type: 'string', multiple: true },
  'topic-policy': { type: 'string', multiple: true, takes: 'file' },
  'log-file-validation': { type: 'boolean' },
  lake: { type: 'boolean' },
  'event-data-store-arn': { type: 'string', multiple: true },
  settings: { type: 'string', multiple: true, takes: 'file' },
  'role-name': { type: 'string', multiple: true },
  document: { type: 'string', multiple: true },
  for: { type: 'string', multiple: true },
  out: { type: 'string', multiple: true, takes: 'file' },
  yes: { type: 'boolean' },
  'reset-landing-zone': { type: 'boolean' },
  'alert-email': { type: 'string', multiple: true },
  'control-tower': { type: 'boolean' },
  'records-bucket': { type: 'string', multiple: true },
  since: { type: 'string', multiple: true },
  until: { type: 'string', multiple: true },
  check: { type: 'string', multiple: true },
  outcome: { type: 'string', multiple: true },
  incident: { type: 'string', multiple: true },
  'although-changed': { type: 'boolean' },
  format: { type: 'string', multiple: true },
} as const;

/** The name of an option, without its hyphens. */
export type OptionName = keyof typeof OPTIONS;

/** What follows an option on the command line, for whoever completes it: nothing, the path of a file or folder, or a text. */
export function takes(name: OptionName): 'nothing' | 'file' | 'text' {
  const option: { readonly type: 'string' | 'boolean'; readonly takes?: 'file' } = OPTIONS[name];
  return option.type === 'boolean' ? 'nothing' : (option.takes ?? 'text');
}

/** What was given on the command line, by option. */
export type Values = {
  readonly [name in OptionName]?: (typeof OPTIONS)[name]['type'] extends 'boolean' ? boolean : string[];
};

type TextOption = { [K in OptionName]: (typeof OPTIONS)[K]['type'] extends 'string' ? K : never }[OptionName];

/** The options of a command that asks AWS. */
export const LIVE_OPTIONS: readonly OptionName[] = [
  ...([
    'trail-arn',
    'bucket-owner',
    'organization-id',
    'source-organization-id',
    'settings',
    'role-name',
    'format',
  ] as const),
];

/** The options that describe a trail, or an event data store, and its documents. */
export const OFFLINE_OPTIONS: readonly OptionName[] = [
  ...(['trail-arn', 'bucket', 'bucket-policy', 'no-bucket-policy', 'bucket-key', 'prefix', 'organization-id'] as const),
  ...(['source-organization-id', 'source-trail-arn', 'kms-key-arn', 'key-policy', 'topic-arn'] as const),
  ...(['topic-policy', 'log-file-validation', 'lake', 'event-data-store-arn', 'format'] as const),
];

/** Whether documents are to be judged: whoever describes a trail does not ask AWS for it. */
export function isOffline(values: Values): boolean {
  return describing(values) !== undefined;
}

/** The first option that describes what a live run would read from AWS. */
export function describing(values: Values): OptionName | undefined {
  return OFFLINE_OPTIONS.find((name) => !LIVE_OPTIONS.includes(name) && values[name] !== undefined);
}

/** Refuses options that would be ignored. */
export function refuse(values: Values, names: readonly OptionName[], why: string): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new BadInput(`--${given} ${why}`);
}

/** The arguments of a command, of which it takes these options. Throws BadInput. */
export function parseOptions(args: readonly string[], taken: readonly OptionName[], command: string): Values {
  const values = parse(args);
  const other = Object.keys(values).find((name) => !taken.some((option) => option === name));
  if (other !== undefined) throw new BadInput(`\`trailmend ${command}\` takes no --${other}`);
  return values;
}

function parse(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new BadInput(
      said
        .replace(/\. (To specify|This command).*$/, '')
        .replace(/^./, (first) => first.toLowerCase())
        .replace(/\.$/, '')
        .replaceAll("'", '`'),
      { cause: error },
    );
  }
}

/** The value of an option that may be given once; undefined if it was not. */
export function one(values: Values, name: TextOption): string | undefined {
  const given = values[name];
  if (given !== undefined && given.length > 1) throw new BadInput(`--${name} was given ${given.length} times`);
  return given?.[0];
}

/** A form that a value has to have, and what it is called. */
export type ValueForm = { readonly form: RegExp; readonly is: string };

export const BUCKET: ValueForm = {
  form: /^(?!xn--)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  is: 'the name of a bucket',
};
export const ORGANIZATION: ValueForm = {
  form: /^o-[a-z0-9]{10,32}$/,
  is: 'an organization ID like o-a1b2c3d4e5',
};
export const KEY: ValueForm = {
  form: /^arn:aws(-us-gov|-cn)?:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/,
  is: 'the full ARN of a KMS key',
};
export const TOPIC: ValueForm = {
  form: /^arn:aws(-us-gov|-cn)?:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/,
  is: 'the ARN of an SNS topic',
};
export const ACCOUNT: ValueForm = { form: /^[0-9]{12}$/, is: 'an account ID of 12 digits' };

/** The value, if it has the form; null if there is none. */
export function formed(value: string | undefined, { form, is }: ValueForm, name: string): string | null {
  if (value === undefined) return null;
  if (!form.test(value)) throw new BadInput(`--${name} must be ${is}, and is \`${value}\``);
  return value;
}

/** The value of an option that has to have a form; null if it was not given. */
export function oneFormed(values: Values, name: TextOption, form: ValueForm): string | null {
  return formed(one(values, name), form, name);
}

/** The value of an option that has to be one of the names of a table; null if it was not given. */
export function chosen<Name extends string>(
  values: Values,
  option: TextOption,
  table: Readonly<Record<Name, unknown>>,
): Name | null {
  const value = one(values, option);
  if (value === undefined) return null;
  const names = Object.keys(table);
  const isName = (text: string): text is Name => names.includes(text);
  if (isName(value)) return value;
  throw new BadInput(`--${option} must be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, and is \`${value}\``);
}

/** The format of the result. */
export function formatOf(values: Values): 'text' | 'json' {
  return chosen(values, 'format', { text: null, json: null }) ?? 'text';
}

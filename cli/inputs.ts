import { parseArgs } from 'node:util';
import type { Observation, Reading } from '../shared/reconcile/reading.ts';
import { parseTrailArn } from '../shared/trail/arn.ts';
import type { Trail } from '../shared/trail/trail.ts';
import { BadInput } from './bad-input.ts';
import { type GivenPolicy, readPolicy, type Surroundings } from './documents.ts';

/** What an offline command was given: the trails, and the documents to judge. */
export type Inputs = {
  readonly format: 'text' | 'json';
  readonly observations: readonly Observation[];
  readonly policy: GivenPolicy | null;
};

const OPTIONS = {
  'trail-arn': { type: 'string', multiple: true },
  bucket: { type: 'string', multiple: true },
  'bucket-policy': { type: 'string', multiple: true },
  'no-bucket-policy': { type: 'boolean' },
  prefix: { type: 'string', multiple: true },
  'organization-id': { type: 'string', multiple: true },
  'source-organization-id': { type: 'string', multiple: true },
  'source-trail-arn': { type: 'string', multiple: true },
  'kms-key-arn': { type: 'string', multiple: true },
  'log-file-validation': { type: 'boolean' },
  format: { type: 'string', multiple: true },
} as const;

type Values = {
  readonly [name in keyof typeof OPTIONS]?: (typeof OPTIONS)[name]['type'] extends 'boolean' ? boolean : string[];
};

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
const KEY = /^arn:aws(-us-gov|-cn)?:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/;

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

function one(values: readonly string[] | undefined, name: string): string | undefined {
  if (values !== undefined && values.length > 1) throw new BadInput(`--${name} was given ${values.length} times`);
  return values?.[0];
}

function matching(value: string | undefined, form: RegExp, name: string, is: string): string | null {
  if (value === undefined) return null;
  if (!form.test(value)) throw new BadInput(`--${name} must be ${is}, and is \`${value}\``);
  return value;
}

function trailArn(text: string, option: string): ReturnType<typeof parseTrailArn> & object {
  const arn = parseTrailArn(text);
  if (arn === null) {
    throw new BadInput(
      `--${option} must be a trail's ARN, arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME, and is \`${text}\``,
    );
  }
  return arn;
}

/** A prefix without the slash at its end, which CloudTrail writes itself. */
function keyPrefix(prefix: string): string {
  // A witness with a wildcard sign in it could be taken for a pattern by whoever reads the JSON.
  if (/[*?\p{Cc}]/u.test(prefix))
    throw new BadInput(`a prefix with \`*\`, \`?\` or control characters is not supported, and it is \`${prefix}\``);
  return prefix.replace(/\/$/, '');
}

function mainTrail(values: Values): Trail {
  const arnText = one(values['trail-arn'], 'trail-arn');
  if (arnText === undefined) throw new BadInput('--trail-arn is missing: which trail is it?');
  const bucket = matching(one(values.bucket, 'bucket'), BUCKET, 'bucket', 'the name of a bucket');
  if (bucket === null) throw new BadInput('--bucket is missing: which bucket does the trail deliver to?');
  const organizationId = matching(
    one(values['organization-id'], 'organization-id'),
    ORGANIZATION,
    'organization-id',
    'an organization ID like o-a1b2c3d4e5',
  );
  return {
    ...trailArn(arnText, 'trail-arn'),
    bucket,
    prefix: keyPrefix(one(values.prefix, 'prefix') ?? ''),
    organizationId,
    sourceOrganizationId:
      matching(
        one(values['source-organization-id'], 'source-organization-id'),
        ORGANIZATION,
        'source-organization-id',
        'an organization ID like o-a1b2c3d4e5',
      ) ?? organizationId,
    kmsKeyArn: matching(one(values['kms-key-arn'], 'kms-key-arn'), KEY, 'kms-key-arn', 'the full ARN of a KMS key'),
    logFileValidation: values['log-file-validation'] ?? false,
    multiRegion: true,
    insights: false,
  };
}

/** `ARN[,prefix=P][,organization-id=o-ID]`: a further trail that delivers into the same bucket. */
function furtherTrail(text: string, main: Trail): Trail {
  const [arnText = '', ...fields] = text.split(',');
  const arn = trailArn(arnText, 'source-trail-arn');
  const given = new Map<string, string>();
  for (const field of fields) {
    const [, name = '', value = ''] = /^(prefix|organization-id)=(.*)$/.exec(field) ?? [];
    if (name === '' || given.has(name))
      throw new BadInput(`--source-trail-arn takes prefix=P and organization-id=o-ID once each, and has \`${field}\``);
    given.set(name, value);
  }
  const organizationId = matching(
    given.get('organization-id'),
    ORGANIZATION,
    'source-trail-arn organization-id',
    'an organization ID like o-a1b2c3d4e5',
  );
  return {
    ...main,
    ...arn,
    prefix: keyPrefix(given.get('prefix') ?? ''),
    organizationId,
    sourceOrganizationId: organizationId ?? (arn.account === main.account ? main.sourceOrganizationId : null),
    logFileValidation: false,
  };
}

function givenPolicy(
  values: Values,
  surroundings: Surroundings,
): { policy: GivenPolicy | null; reading: Reading<string> } {
  const file = one(values['bucket-policy'], 'bucket-policy');
  const none = values['no-bucket-policy'] ?? false;
  if (file !== undefined && none) throw new BadInput('--bucket-policy and --no-bucket-policy exclude each other');
  if (none) return { policy: null, reading: { state: 'absent' } };
  if (file === undefined) {
    throw new BadInput('--bucket-policy FILE or --no-bucket-policy is missing: which policy is to be judged?');
  }
  const policy = readPolicy(file, surroundings);
  return { policy, reading: { state: 'present', value: policy.text } };
}

/** Reads the arguments and documents of an offline command. Throws BadInput with one sentence. */
export function readInputs(args: readonly string[], surroundings: Surroundings): Inputs {
  const values = parse(args);
  const format = one(values.format, 'format') ?? 'text';
  if (format !== 'text' && format !== 'json') throw new BadInput(`--format must be text or json, and is \`${format}\``);
  const main = mainTrail(values);
  const trails = [main, ...(values['source-trail-arn'] ?? []).map((text) => furtherTrail(text, main))];
  const twice = trails.find((trail, at) => trails.findIndex(({ arn }) => arn === trail.arn) !== at);
  if (twice !== undefined) throw new BadInput(`the trail \`${twice.arn}\` was named twice`);
  const { policy, reading } = givenPolicy(values, surroundings);
  const observations = trails.map(
    (trail): Observation => ({
      trail,
      bucketOwner: trail.account,
      status: { state: 'not-asked' },
      bucket: { state: 'not-asked' },
      bucketPolicy: reading,
    }),
  );
  return { format, observations, policy };
}

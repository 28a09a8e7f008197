import { parseTrailArn } from '../shared/trail/arn.ts';
import { parseEventDataStoreArn } from '../shared/trail/event-data-store.ts';
import type { Trail } from '../shared/trail/trail.ts';
import { BadInput } from './bad-input.ts';
import { BUCKET, formed, KEY, ORGANIZATION, one, oneFormed, TOPIC, type Values } from './options.ts';

/** The ARN of a trail, taken apart; BadInput if it is none. */
export function trailArn(text: string, option: string): NonNullable<ReturnType<typeof parseTrailArn>> {
  const arn = parseTrailArn(text);
  if (arn !== null) return arn;
  const form = "a trail's ARN, arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME";
  throw new BadInput(`--${option} must be ${form}, and is \`${text}\``);
}

/** The ARN of a trail or of an event data store, as it stands in records; BadInput if it is neither. */
export const sourceArn = (text: string, option: string): string =>
  (parseEventDataStoreArn(text) ?? trailArn(text, option)).arn;

/** A prefix without the slash at its end, which CloudTrail writes itself. */
export function keyPrefix(prefix: string): string {
  // A witness with a wildcard sign in it could be taken for a pattern by whoever reads the JSON.
  if (/[*?\p{Cc}]/u.test(prefix)) {
    throw new BadInput(`a prefix with \`*\`, \`?\` or control characters is not supported, and it is \`${prefix}\``);
  }
  return prefix.replace(/\/$/, '');
}

function mainTrail(values: Values): Trail {
  const arnText = one(values, 'trail-arn');
  if (arnText === undefined) throw new BadInput('--trail-arn is missing: which trail is it?');
  const bucket = oneFormed(values, 'bucket', BUCKET);
  if (bucket === null) throw new BadInput('--bucket is missing: which bucket does the trail deliver to?');
  const organizationId = oneFormed(values, 'organization-id', ORGANIZATION);
  return {
    ...trailArn(arnText, 'trail-arn'),
    bucket,
    prefix: keyPrefix(one(values, 'prefix') ?? ''),
    organizationId,
    sourceOrganizationId: oneFormed(values, 'source-organization-id', ORGANIZATION) ?? organizationId,
    kmsKeyArn: oneFormed(values, 'kms-key-arn', KEY),
    topicArn: oneFormed(values, 'topic-arn', TOPIC),
    bucketKey: values['bucket-key'] ?? false,
    logFileValidation: values['log-file-validation'] ?? false,
    multiRegion: true,
    insights: false,
  };
}

/** `ARN[,prefix=P][,organization-id=o-ID]`: a further trail that delivers into the same bucket. */
function furtherTrail(text: string, main: Trail): Trail {
  const [arnText = '', ...fields] = text.split(/,(?=[a-z-]+=)/);
  const arn = trailArn(arnText, 'source-trail-arn');
  if (arn.partition !== main.partition) {
    throw new BadInput(`a bucket takes trails of its own partition only, and \`${arn.arn}\` lies in ${arn.partition}`);
  }
  const given = new Map<string, string>();
  for (const field of fields) {
    const [, name = '', value = ''] = /^(prefix|organization-id)=(.*)$/.exec(field) ?? [];
    if (name === '' || given.has(name))
      throw new BadInput(`--source-trail-arn takes prefix=P and organization-id=o-ID once each, and has \`${field}\``);
    given.set(name, value);
  }
  const organizationId = formed(given.get('organization-id'), ORGANIZATION, 'source-trail-arn organization-id');
  return {
    ...main,
    ...arn,
    prefix: keyPrefix(given.get('prefix') ?? ''),
    organizationId,
    sourceOrganizationId: organizationId ?? (arn.account === main.account ? main.sourceOrganizationId : null),
    topicArn: null,
    logFileValidation: false,
  };
}

/** The trails that the options describe, the main one first. Throws BadInput. */
export function describedTrails(values: Values): readonly [Trail, ...Trail[]] {
  const main = mainTrail(values);
  const further = (values['source-trail-arn'] ?? []).map((text) => furtherTrail(text, main));
  const trails = [main, ...further] as const;
  const twice = trails.find((trail, at) => trails.findIndex(({ arn }) => arn === trail.arn) !== at);
  if (twice !== undefined) throw new BadInput(`the trail \`${twice.arn}\` was named twice`);
  return [main, ...further];
}

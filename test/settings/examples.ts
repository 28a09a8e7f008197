import { badOrganizations, goodOrganizations } from './organization-examples.ts';
import { badRecords, goodRecords } from './record-examples.ts';
import { badSources, OTHER } from './source-examples.ts';
import { badStores, goodStores } from './store-examples.ts';

const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const trail = { trailArn: ARN, bucket: 'audit-logs' };
const least = { version: 1, trails: [trail] };
const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const withTrail = (fields: Record<string, unknown>) => ({ version: 1, trails: [{ ...trail, ...fields }] });

/** Settings files that are right; the schema and the parser both take them. */
export const good: Readonly<Record<string, unknown>> = {
  ...goodStores,
  ...goodOrganizations,
  ...goodRecords,
  'the least that is needed': least,
  'every field': {
    $schema: './settings.schema.json',
    version: 1,
    trails: [
      {
        ...trail,
        bucketOwner: '444455556666',
        prefix: 'security/audit',
        organizationId: 'o-a1b2c3d4e5',
        sourceOrganizationId: 'o-a1b2c3d4e5',
        kmsKeyArn: KEY,
        topicArn: 'arn:aws:sns:eu-west-1:444455556666:audit-topic',
        topicKmsKeyArn: KEY.replace('1234', '5678'),
        logFileValidation: true,
        multiRegion: false,
        minimumRetentionDays: 365,
        sources: [
          { trailArn: OTHER },
          {
            trailArn: `${OTHER}-2`,
            prefix: 'x',
            organizationId: 'o-a1b2c3d4e5',
            sourceOrganizationId: 'o-a1b2c3d4e5',
          },
        ],
        formerAccounts: ['012345678901'],
        modes: { 'trail-delivers-log-files': 'alert' },
      },
    ],
    alertOnly: true,
    modes: { 'bucket-policy-allows-acl-check': 'restore', 'trail-delivers-log-files': 'off' },
    scheduleMinutes: 60,
    alertEmails: ['security@example.com', 'on-call+audit@example.com'],
    records: { objectLock: { mode: 'governance', days: 365 }, expireDays: 2_555 },
  },
  'two trails into one bucket': {
    version: 1,
    trails: [trail, { ...trail, trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/second' }],
  },
  'a trail in GovCloud': withTrail({ trailArn: 'arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/audit' }),
  'a trail in China': withTrail({ trailArn: 'arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit' }),
  'a key that spans Regions': withTrail({ kmsKeyArn: KEY.replace('1234', 'mrk-1234') }),
  'a key and a topic in GovCloud': withTrail({
    kmsKeyArn: KEY.replace('arn:aws', 'arn:aws-us-gov'),
    topicArn: 'arn:aws-us-gov:sns:us-gov-west-1:111122223333:T_1-x',
  }),
  'a trail with modes of its own': withTrail({
    modes: { 'bucket-policy-allows-acl-check': 'restore', 'trail-delivers-log-files': 'off' },
  }),
  'a trail that is to do without': withTrail({ logFileValidation: false, multiRegion: false, modes: {} }),
  'a bucket with dots': withTrail({ bucket: 'logs.example.com' }),
  'a prefix with blanks': withTrail({ prefix: 'audit logs/2026' }),
  'the shortest schedule': { ...least, scheduleMinutes: 1 },
  'the longest schedule': { ...least, scheduleMinutes: 1440 },
  'every mode of a check without repair': { ...least, modes: { 'trail-delivers-log-files': 'advice' } },
};

const IS_KEY =
  'must be the full ARN of a KMS key, like `arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`';

/** Settings files that are wrong, and what the parser says; the schema refuses them too. */
export const bad: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> = {
  ...badStores,
  ...badOrganizations,
  ...badRecords,
  'no object': { value: [], says: 'must be a JSON object, and is `[]`' },
  null: { value: null, says: 'must be a JSON object, and is `null`' },
  'no version': { value: { trails: [trail] }, says: '`version` is missing: this Trailmend reads version 1' },
  'a later version': { value: { ...least, version: 2 }, says: '`version` must be 1, and is `2`' },
  'no trails': { value: { version: 1 }, says: '`trails` must list at least one trail, and is missing' },
  'a trail that is a text': {
    value: { version: 1, trails: [ARN] },
    says: `\`trails[0]\` must be an object with \`trailArn\` and \`bucket\`, and is \`${ARN}\``,
  },
  'a trail without bucket': {
    value: { version: 1, trails: [{ trailArn: ARN }] },
    says: '`trails[0].bucket` is missing',
  },
  'a trail without ARN': {
    value: { version: 1, trails: [{ bucket: 'audit-logs' }] },
    says: '`trails[0].trailArn` is missing',
  },
  'a trail name instead of an ARN': {
    value: withTrail({ trailArn: 'audit' }),
    says: '`trails[0].trailArn` must be the ARN of a trail, like `arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit`, and is `audit`',
  },
  'the ARN of something else': {
    value: withTrail({ trailArn: 'arn:aws:s3:::audit-logs' }),
    says: '`trails[0].trailArn` must be the ARN of a trail, like `arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit`, and is `arn:aws:s3:::audit-logs`',
  },
  'a bucket in capitals': {
    value: withTrail({ bucket: 'Audit-Logs' }),
    says: '`trails[0].bucket` must be the name of a bucket (3 to 63 of a-z, 0-9, dot and hyphen), and is `Audit-Logs`',
  },
  'a bucket that is an address': {
    value: withTrail({ bucket: '192.168.0.1' }),
    says: '`trails[0].bucket` must be the name of a bucket (3 to 63 of a-z, 0-9, dot and hyphen), and is `192.168.0.1`',
  },
  'a bucket ARN': {
    value: withTrail({ bucket: 'arn:aws:s3:::audit-logs' }),
    says: '`trails[0].bucket` must be the name of a bucket (3 to 63 of a-z, 0-9, dot and hyphen), and is `arn:aws:s3:::audit-logs`',
  },
  'an owner that is a number': {
    value: withTrail({ bucketOwner: 111122223333 }),
    says: '`trails[0].bucketOwner` must be an account id of 12 digits, as a text, and is `111122223333`',
  },
  'an organization that is none': {
    value: withTrail({ organizationId: 'r-abcd' }),
    says: '`trails[0].organizationId` must be the id of an organization, like `o-a1b2c3d4e5`, and is `r-abcd`',
  },
  'a source organization that is none': {
    value: withTrail({ sourceOrganizationId: 'O-A1B2C3D4E5' }),
    says: '`trails[0].sourceOrganizationId` must be the id of an organization, like `o-a1b2c3d4e5`, and is `O-A1B2C3D4E5`',
  },
  'a prefix with a slash at its end': {
    value: withTrail({ prefix: 'audit/' }),
    says: '`trails[0].prefix` must be a key prefix of at most 200 characters, without a slash at its end and without `*`, `?` and `$`, and is `audit/`',
  },
  'a prefix that would widen the statements': {
    value: withTrail({ prefix: '*' }),
    says: '`trails[0].prefix` must be a key prefix of at most 200 characters, without a slash at its end and without `*`, `?` and `$`, and is `*`',
  },
  'a key by its alias': {
    value: withTrail({ kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:alias/audit' }),
    says: `\`trails[0].kmsKeyArn\` ${IS_KEY}, and is \`arn:aws:kms:eu-west-1:111122223333:alias/audit\``,
  },
  'a key by its id': {
    value: withTrail({ kmsKeyArn: '1234abcd-12ab-34cd-56ef-1234567890ab' }),
    says: `\`trails[0].kmsKeyArn\` ${IS_KEY}, and is \`1234abcd-12ab-34cd-56ef-1234567890ab\``,
  },
  'a key of a topic that is none': {
    value: withTrail({ topicKmsKeyArn: 'alias/aws/sns' }),
    says: `\`trails[0].topicKmsKeyArn\` ${IS_KEY}, and is \`alias/aws/sns\``,
  },
  'a topic by its name': {
    value: withTrail({ topicArn: 'audit-topic' }),
    says: '`trails[0].topicArn` must be the ARN of an SNS topic, and is `audit-topic`',
  },
  'a topic that is a queue': {
    value: withTrail({ topicArn: 'arn:aws:sqs:eu-west-1:111122223333:audit' }),
    says: '`trails[0].topicArn` must be the ARN of an SNS topic, and is `arn:aws:sqs:eu-west-1:111122223333:audit`',
  },
  'validation as a text': {
    value: withTrail({ logFileValidation: 'true' }),
    says: '`trails[0].logFileValidation` must be true or false, and is `true`',
  },
  'every Region as a number': {
    value: withTrail({ multiRegion: 1 }),
    says: '`trails[0].multiRegion` must be true or false, and is `1`',
  },
  'no day of retention': {
    value: withTrail({ minimumRetentionDays: 0 }),
    says: '`trails[0].minimumRetentionDays` must be a whole number of days, from 1, and is `0`',
  },
  ...badSources,
  'modes of a trail as a list': {
    value: withTrail({ modes: ['off'] }),
    says: '`trails[0].modes` must be an object from check to mode, and is `["off"]`',
  },
  'an unknown check of a trail': {
    value: withTrail({ modes: { 'trail-delivers-logfiles': 'off' } }),
    says: '`trails[0].modes.trail-delivers-logfiles` is not a check (did you mean `trail-delivers-log-files`?)',
  },
  'an unknown mode of a trail': {
    value: withTrail({ modes: { 'trail-delivers-log-files': null } }),
    says: '`trails[0].modes.trail-delivers-log-files` must be `restore`, `alert`, `advice`, `off`, and is `null`',
  },
  'restore without a repair, of a trail': {
    value: withTrail({ modes: { 'trail-delivers-log-files': 'restore' } }),
    says: '`trails[0].modes.trail-delivers-log-files` cannot be `restore`: the check has no repair',
  },
  'a misspelt setting': {
    value: { ...least, alertonly: true },
    says: '`alertonly` is not a setting (did you mean `alertOnly`?)',
  },
  'a misspelt field of a trail': {
    value: withTrail({ prefx: 'audit' }),
    says: '`trails[0].prefx` is not a setting (did you mean `prefix`?)',
  },
  'a setting that is nothing like one': { value: { ...least, colour: 'red' }, says: '`colour` is not a setting' },
  'a field that every object inherits': { value: { ...least, constructor: 1 }, says: '`constructor` is not a setting' },
  'alertOnly as a text': {
    value: { ...least, alertOnly: 'yes' },
    says: '`alertOnly` must be true or false, and is `yes`',
  },
  'alertOnly as null': {
    value: { ...least, alertOnly: null },
    says: '`alertOnly` must be true or false, and is `null`',
  },
  'modes as a list': {
    value: { ...least, modes: ['off'] },
    says: '`modes` must be an object from check to mode, and is `["off"]`',
  },
  'an unknown check': {
    value: { ...least, modes: { 'bucket-policy-allow-acl-check': 'off' } },
    says: '`modes.bucket-policy-allow-acl-check` is not a check (did you mean `bucket-policy-allows-acl-check`?)',
  },
  'an unknown mode': {
    value: { ...least, modes: { 'trail-delivers-log-files': 'on' } },
    says: '`modes.trail-delivers-log-files` must be `restore`, `alert`, `advice`, `off`, and is `on`',
  },
  'restore without a repair': {
    value: { ...least, modes: { 'trail-delivers-log-files': 'restore' } },
    says: '`modes.trail-delivers-log-files` cannot be `restore`: the check has no repair',
  },
  'a schedule of nothing': {
    value: { ...least, scheduleMinutes: 0 },
    says: '`scheduleMinutes` must be a whole number from 1 to 1440 (a day), and is `0`',
  },
  'a schedule of more than a day': {
    value: { ...least, scheduleMinutes: 1441 },
    says: '`scheduleMinutes` must be a whole number from 1 to 1440 (a day), and is `1441`',
  },
  'a schedule of half a minute': {
    value: { ...least, scheduleMinutes: 0.5 },
    says: '`scheduleMinutes` must be a whole number from 1 to 1440 (a day), and is `0.5`',
  },
  'one address instead of a list': {
    value: { ...least, alertEmails: 'security@example.com' },
    says: '`alertEmails` must be a list of addresses, and is `security@example.com`',
  },
  'an address that is none': {
    value: { ...least, alertEmails: ['security'] },
    says: '`alertEmails[0]` must be a mail address, and is `security`',
  },
  'an address twice': {
    value: { ...least, alertEmails: ['a@example.com', 'a@example.com'] },
    says: '`alertEmails[1]` names `a@example.com` a second time',
  },
  'a $schema that is no text': { value: { ...least, $schema: 1 }, says: '`$schema` must be a text, and is `1`' },
};

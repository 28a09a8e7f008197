import type { Mutant } from './mutant.ts';

const ENCRYPTION = 'shared/trail/encryption.ts';
const KEY_REQUEST = 'sandbox/delivery/key-request.ts';
const VIA_SERVICE = "['kms:ViaService', viaService(use.through)],";
const NO_SOURCE = "['aws:SourceArn', { kind: 'absent' }],";

/** What somebody could take for a fact about keys and topics, in both evaluators at once. */
export const KEY_MISREADINGS: readonly Mutant[] = [
  {
    name: 'a Bucket Key leaves the object in the encryption context',
    shared: true,
    why: 'facts §2.2: with a Bucket Key aws:s3:arn becomes the bucket’s, so that a pattern for objects no longer fits',
    edits: [
      { file: ENCRYPTION, find: 'if (trail.bucketKey === true) {', replace: "if (trail.name === '') {" },
      {
        file: KEY_REQUEST,
        find: 'hasBucketKey ? bucketArn : objectArn',
        replace: 'hasBucketKey ? objectArn : objectArn',
      },
    ],
    tests: ['test/trail/encryption.test.ts'],
  },
  {
    name: 'CloudTrail’s requests to a key carry no aws:SourceArn',
    shared: true,
    why: 'facts §2.2: S3 passes the trail on, and the documented statement rests on it',
    edits: [
      {
        file: ENCRYPTION,
        find: "['kms:EncryptionContext:aws:cloudtrail:arn', known(trail.arn)],",
        replace: "['kms:EncryptionContext:aws:cloudtrail:arn', known(trail.arn)],\n    ['aws:SourceArn', ABSENT],",
      },
      {
        file: ENCRYPTION,
        find: "['kms:EncryptionContextKeys', ABSENT],",
        replace: "['kms:EncryptionContextKeys', ABSENT],\n    ['aws:SourceArn', ABSENT],",
      },
      { file: KEY_REQUEST, find: VIA_SERVICE, replace: `${VIA_SERVICE}\n    ${NO_SOURCE}` },
    ],
    tests: ['test/trail/encryption.test.ts'],
  },
  {
    name: 'the trail is not in the encryption context',
    shared: true,
    why: 'facts §2.2: the context names the trail and the object, and the documented statement asks for the trail',
    edits: [
      {
        file: ENCRYPTION,
        find: "['kms:EncryptionContext:aws:cloudtrail:arn', known(trail.arn)],",
        replace: "['kms:EncryptionContext:aws:cloudtrail:arn', ABSENT],",
      },
      { file: ENCRYPTION, find: "values: ['aws:cloudtrail:arn', 'aws:s3:arn'],", replace: "values: ['aws:s3:arn']," },
      { file: KEY_REQUEST, find: "{ 'aws:cloudtrail:arn': trail.arn, 'aws:s3:arn'", replace: "{ 'aws:s3:arn'" },
    ],
    tests: ['test/trail/encryption.test.ts'],
  },
  {
    name: 'a disabled key still encrypts',
    shared: true,
    why: 'facts §2.3: GenerateDataKey works in the states Enabled and Updating alone',
    edits: [
      {
        file: 'shared/checks/parts/key-state.ts',
        find: "['Enabled', 'Updating']",
        replace: "['Enabled', 'Updating', 'Disabled']",
      },
      {
        file: 'sandbox/delivery/key-state.ts',
        find: "if (state === 'Enabled' || state === 'Updating') return null;",
        replace: "if (['Enabled', 'Updating', 'Disabled'].includes(state)) return null;",
      },
    ],
    tests: ['test/checks/cases.test.ts'],
  },
  {
    name: 'CloudTrail’s notifications carry no aws:SourceArn',
    shared: true,
    why: 'facts §3: the documented statement for a topic rests on it',
    edits: [
      {
        file: 'shared/trail/notification.ts',
        find: 'contextOf(sourceContext(trail))',
        replace: `contextOf([...sourceContext(trail), ${NO_SOURCE.slice(0, -1)}])`,
      },
      {
        file: 'sandbox/delivery/topic-request.ts',
        find: "['sns:Protocol', { kind: 'absent' }],",
        replace: `['sns:Protocol', { kind: 'absent' }], ${NO_SOURCE}`,
      },
    ],
    tests: ['test/trail/key-and-topic.test.ts'],
  },
];

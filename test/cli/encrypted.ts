import type { JsonObject } from '../../shared/policy/json.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import type { Situation } from './printed.ts';
import { but, policyOf } from './situations.ts';

/** A trail with a key and a topic; with an S3 Bucket Key the bucket encrypts with it. */
export const ENCRYPTED = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
export const BUCKET_KEY = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC, bucketKey: true });

/** The documented statements of the trail's key and topic. */
export const [ENCRYPT, DESCRIBE, DECRYPT, PUBLISH] = [
  documented(ENCRYPTED, 'encrypt'),
  documented(ENCRYPTED, 'describe'),
  documented(ENCRYPTED, 'decrypt'),
  documented(ENCRYPTED, 'publish'),
];

/** Without it nobody could change the key's policy any more. */
export const OWNER: JsonObject = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};

/** Somebody's Deny on whatever decrypts. */
export const NO_READERS: JsonObject = {
  Sid: 'NoReaders',
  Effect: 'Deny',
  Principal: '*',
  Action: 'kms:Decrypt',
  Resource: '*',
};

/** Every document as it should be. */
export const HEALTHY = {
  policy: documentedPolicy(ENCRYPTED),
  keyPolicy: policyOf(OWNER, ENCRYPT, DESCRIBE),
  topicPolicy: policyOf(PUBLISH),
};

const given = { trail: ENCRYPTED, ...HEALTHY };

/** What is mended by writing documents, by what a person would say is wrong, and which documents are written. */
export const mendableDocuments: Readonly<Record<string, Situation & { readonly kinds: readonly string[] }>> = {
  'the key refuses': { ...given, keyPolicy: policyOf(OWNER), kinds: ['key-policy'] },
  'the key policy alone was given': {
    trail: trailWith({ kmsKeyArn: KEY }),
    keyPolicy: policyOf(OWNER, DESCRIBE),
    kinds: ['key-policy'],
  },
  'the statement of the key was flipped': {
    ...given,
    keyPolicy: policyOf(OWNER, but(ENCRYPT, { Effect: 'Deny' }), DESCRIBE),
    kinds: ['key-policy'],
  },
  'the topic refuses': { ...given, topicPolicy: policyOf(), kinds: ['topic-policy'] },
  'the topic policy alone was given': {
    trail: trailWith({ topicArn: TOPIC }),
    topicPolicy: policyOf(but(PUBLISH, { Resource: `${TOPIC}-2` })),
    kinds: ['topic-policy'],
  },
  'everything refuses': {
    trail: BUCKET_KEY,
    policy: null,
    keyPolicy: policyOf(OWNER),
    topicPolicy: policyOf(),
    kinds: ['bucket-policy', 'key-policy', 'topic-policy'],
  },
};

/** Situations that need no repair, or have none. */
export const otherDocuments: Readonly<Record<string, Situation>> = {
  'key and topic are as documented': given,
  'a key policy without DescribeKey, which delivers': { ...given, keyPolicy: policyOf(OWNER, ENCRYPT) },
  'with an S3 Bucket Key and without Decrypt': { ...given, trail: BUCKET_KEY },
  'a key that everybody may decrypt with': {
    ...given,
    keyPolicy: policyOf(OWNER, ENCRYPT, DESCRIBE, but(DECRYPT, { Principal: '*', Condition: {} })),
  },
  'a Deny on everything in the key policy': {
    ...given,
    keyPolicy: policyOf(OWNER, ENCRYPT, DESCRIBE, but(NO_READERS, { Action: 'kms:*' })),
  },
  'a Deny on Decrypt, with an S3 Bucket Key': {
    ...given,
    trail: BUCKET_KEY,
    keyPolicy: policyOf(OWNER, ENCRYPT, DESCRIBE, DECRYPT, NO_READERS),
  },
  'a Deny in the topic policy': {
    ...given,
    topicPolicy: policyOf(PUBLISH, but(PUBLISH, { Effect: 'Deny', Sid: 'No' })),
  },
  'a key policy that cannot be told': {
    ...given,
    keyPolicy: policyOf(OWNER, DESCRIBE, but(ENCRYPT, { Principal: { AWS: '*' } })),
  },
};

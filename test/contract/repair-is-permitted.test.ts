import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { kmsKeys } from '../../shared/aws/keys.ts';
import { snsTopics } from '../../shared/aws/topics.ts';
import { repairIsPermitted } from '../../shared/checks/repair-is-permitted.ts';
import { TerminalError } from '../../shared/reconcile/ports.ts';
import { type Refusal, type RefusalCause, WRITE_ACTIONS } from '../../shared/reconcile/refusal.ts';
import type { DocumentKind } from '../../shared/trail/document.ts';
import { observationOf } from '../checks/case.ts';
import { findingOf } from '../checks/finding.ts';
import { KEY, TOPIC } from '../trail/trails.ts';
import { errorOf, portOver } from './s3-access.ts';
import { type WireAnswer, type WireServer, wireServer } from './wire-server.ts';

const common = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 's' },
  maxAttempts: 1,
};
const POLICY = '{"Statement":[]}';
const NOTHING_NEW = { added: [], restored: [] };
const BUCKET = 'arn:aws:s3:::example-logs';
const RESOURCES: Readonly<Record<DocumentKind, string>> = {
  'bucket-policy': BUCKET,
  'key-policy': KEY,
  'topic-policy': TOPIC,
};

/** The product's write of each document over the SDK, sent to this server. */
const WRITES: Readonly<Record<DocumentKind, (server: WireServer) => Promise<void>>> = {
  'bucket-policy': (server) => portOver(server).putPolicy('example-logs', '111122223333', POLICY, NOTHING_NEW),
  'key-policy': ({ endpoint }) => kmsKeys(() => new KMSClient({ ...common, endpoint })).putPolicy(KEY, POLICY),
  'topic-policy': ({ endpoint }) => snsTopics(() => new SNSClient({ ...common, endpoint })).putPolicy(TOPIC, POLICY),
};

const ofKms = (status: number, code: string, message: string): WireAnswer => ({
  status,
  body: JSON.stringify({ __type: code, message }),
});

const ofSns = (status: number, code: string, message: string): WireAnswer => ({
  status,
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

const ERRORS = { 'bucket-policy': errorOf, 'key-policy': ofKms, 'topic-policy': ofSns } as const;

/** What the product's write comes to where the service answers so. */
async function failed(kind: DocumentKind, status: number, code: string, message: string): Promise<unknown> {
  const server = await wireServer(() => ERRORS[kind](status, code, message));
  try {
    return await WRITES[kind](server).then(
      () => null,
      (error: unknown) => error,
    );
  } finally {
    await server.close();
  }
}

const user =
  'User: arn:aws:sts::111122223333:assumed-role/trailmend/run is not authorized to perform: s3:PutBucketPolicy on resource: &quot;arn:aws:s3:::example-logs&quot;';
const userOfKms =
  'User: arn:aws:sts::111122223333:assumed-role/trailmend/run is not authorized to perform: kms:PutKeyPolicy on this resource';

type Row = readonly [kind: DocumentKind, status: number, code: string, message: string, cause: RefusalCause];

/** Words of AWS: those of the denied from its pages, those on documents from experience. */
const ROWS: readonly Row[] = [
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} with an explicit deny in a service control policy`,
    'service-control-policy',
  ],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} because no service control policy allows the s3:PutBucketPolicy action`,
    'service-control-policy',
  ],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} with an explicit deny in a resource control policy`,
    'resource-control-policy',
  ],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} because no permissions boundary allows the s3:PutBucketPolicy action`,
    'permissions-boundary',
  ],
  ['bucket-policy', 403, 'AccessDenied', `${user} with an explicit deny in a session policy`, 'session-policy'],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} because no VPC endpoint policy allows the s3:PutBucketPolicy action`,
    'endpoint-policy',
  ],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} with an explicit deny in an identity-based policy`,
    'identity-policy',
  ],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} because no identity-based policy allows the s3:PutBucketPolicy action`,
    'denied',
  ],
  ['bucket-policy', 403, 'AccessDenied', `${user} with an explicit deny in a resource-based policy`, 'resource-policy'],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    'public-access-block',
  ],
  [
    'bucket-policy',
    403,
    'AccessDenied',
    `${user} because public policies are blocked by the BlockPublicPolicy block public access setting.`,
    'public-access-block',
  ],
  ['bucket-policy', 403, 'AccessDenied', 'Access Denied', 'denied'],
  [
    'bucket-policy',
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    'other-account',
  ],
  ['bucket-policy', 400, 'MalformedPolicy', 'Invalid principal in policy', 'invalid-principal'],
  ['bucket-policy', 400, 'MalformedPolicy', 'Policy has invalid resource', 'malformed'],
  ['bucket-policy', 400, 'MalformedPolicy', 'Policy exceeds the maximum allowed document size.', 'too-large'],
  ['bucket-policy', 400, 'PolicyTooLarge', 'no words', 'too-large'],
  [
    'key-policy',
    400,
    'AccessDeniedException',
    `${userOfKms} with an explicit deny in a service control policy`,
    'service-control-policy',
  ],
  [
    'key-policy',
    400,
    'AccessDeniedException',
    `${userOfKms} because no resource-based policy allows the kms:PutKeyPolicy action`,
    'resource-policy',
  ],
  [
    'key-policy',
    400,
    'MalformedPolicyDocumentException',
    'The new key policy will not allow you to update the key policy in the future.',
    'lockout',
  ],
  [
    'key-policy',
    400,
    'MalformedPolicyDocumentException',
    'Policy contains a statement with one or more invalid principals.',
    'invalid-principal',
  ],
  ['key-policy', 400, 'LimitExceededException', 'no words', 'too-large'],
  ['topic-policy', 400, 'InvalidParameter', 'Invalid parameter: Policy Error: PrincipalNotFound', 'invalid-principal'],
  ['topic-policy', 403, 'AuthorizationError', 'User is not authorized to perform: SNS:SetTopicAttributes', 'denied'],
];

/** The observation of a trail whose documents are all empty, after this refusal. */
function judged(refusal: Refusal) {
  const nothing = { policy: [], keyPolicy: [], topicPolicy: [] };
  const observation = observationOf({ name: '', ...nothing, expect: { verdict: '' } });
  return findingOf(repairIsPermitted, { ...observation, refusals: [refusal] });
}

describe('a write that is refused, over the wire', () => {
  for (const [kind, status, code, message, cause] of ROWS)
    it(`${status} ${code} ${message.replace(/^User.* (with|because)/, '… $1')}: ${cause}`, async () => {
      const error = await failed(kind, status, code, message);
      assert.ok(error instanceof TerminalError, String(error));
      assert.equal(error.refused?.cause, cause, error.message);
      const resource = RESOURCES[kind];
      const finding = judged({ ...error.refused, resource, action: WRITE_ACTIONS[kind], since: 0 });
      assert.equal(finding.verdict, 'broken');
      assert.match(
        finding.message,
        /^AWS refused `.*; nothing was lost, the policy is as it was, and the next run tries again/,
      );
    });

  for (const [kind, status, code] of [
    ['bucket-policy', 503, 'SlowDown'],
    ['key-policy', 400, 'ThrottlingException'],
    ['bucket-policy', 404, 'NoSuchBucket'],
    ['key-policy', 400, 'KMSInvalidStateException'],
  ] as const)
    it(`${status} ${code}: no refusal, but a failure`, async () => {
      const error = await failed(kind, status, code, 'later');
      assert.ok(error instanceof Error);
      assert.equal(error instanceof TerminalError ? error.refused : null, null);
    });
});

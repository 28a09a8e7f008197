import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Buckets } from '../../shared/aws/buckets.ts';
import { clientsAt } from '../../shared/aws/clients.ts';
import { assumed, credentialsOf } from '../../shared/aws/roles.ts';
import { TerminalError } from '../../shared/reconcile/ports.ts';
import { type WireAnswer, type WireRequest, wireServer } from './wire-server.ts';

const OWN = { accessKeyId: 'AKIAOWN', secretAccessKey: 'example' };
const MANAGEMENT = '111122223333';
const ARCHIVE = '444455556666';
const roleIn = (account: string, name = 'TrailmendDestination') => `arn:aws:iam::${account}:role/${name}`;

/** Whose credentials a request was signed with. */
const signer = ({ headers }: WireRequest): string =>
  /Credential=([^/]+)\//.exec(headers['authorization'] ?? '')?.[1] ?? '';

/** The form that was sent to STS. */
const formOf = ({ body }: WireRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(body));

/** The access key that this STS gives for a role: told apart in every later signature. */
const keyOf = (roleArn: string): string => `ASIA${roleArn.split(':')[4]}${roleArn.split('/').at(-1)}`;

function sessionOf(request: WireRequest, lastsMs: number): WireAnswer {
  const { RoleArn = '' } = formOf(request);
  const expiration = new Date(Date.now() + lastsMs).toISOString();
  const body = [
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>',
    `<AccessKeyId>${keyOf(RoleArn)}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>`,
    `<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  ].join('');
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

const denied = (message: string): WireAnswer => ({
  status: 403,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

const isSts = ({ signedFor }: WireRequest): boolean => signedFor.service === 'sts';

/** The product's S3 port over one server, which is STS and S3, with roles that lead into every account but the management account. */
function bucketsOver(endpoint: string, chainTo: (account: string) => readonly string[]) {
  const sts = { region: 'us-east-1', endpoint, credentials: async () => OWN };
  const own = { credentials: OWN, endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 };
  const s3 = clientsAt(
    credentialsOf(chainTo, sts),
    (options) => new S3Client({ ...own, ...options, region: 'us-east-1' }),
  );
  return s3Buckets({ s3: (account) => s3(account, ''), control: () => assert.fail('nobody asks for the account') });
}

const chainTo = (account: string) => (account === MANAGEMENT ? [] : [roleIn(account)]);
const POLICY: WireAnswer = { status: 200, body: '{"Version":"2012-10-17","Statement":[]}' };

describe('calls in other accounts', () => {
  it('are made as the account that owns the bucket: its role is assumed once, the own account is called as oneself', async () => {
    await using server = await wireServer((request) => (isSts(request) ? sessionOf(request, 3_600_000) : POLICY));
    const buckets = bucketsOver(server.endpoint, chainTo);
    await Promise.all([
      buckets.policy('logs', ARCHIVE),
      buckets.policy('logs', ARCHIVE),
      buckets.policy('own', MANAGEMENT),
    ]);
    await buckets.putPolicy('logs', ARCHIVE, '{}');
    const asked = server.requests.filter(isSts);
    assert.deepEqual(
      asked
        .map(formOf)
        .map(({ RoleArn, RoleSessionName, DurationSeconds }) => [RoleArn, RoleSessionName, DurationSeconds]),
      [[roleIn(ARCHIVE), 'trailmend', '3600']],
    );
    assert.deepEqual(
      server.requests
        .filter((request) => !isSts(request))
        .map((request) => [request.path.split('/')[1], signer(request)])
        .toSorted(),
      [
        ['logs', keyOf(roleIn(ARCHIVE))],
        ['logs', keyOf(roleIn(ARCHIVE))],
        ['logs', keyOf(roleIn(ARCHIVE))],
        ['own', OWN.accessKeyId],
      ],
    );
  });

  it('assume the roles of a chain one after the other, each with the session of the one before', async () => {
    await using server = await wireServer((request) => (isSts(request) ? sessionOf(request, 3_600_000) : POLICY));
    const chain = [roleIn(MANAGEMENT, 'Jump'), roleIn(ARCHIVE, 'Guard')];
    const reading = await bucketsOver(server.endpoint, () => chain).policy('logs', ARCHIVE);
    assert.equal(reading.state, 'present');
    assert.deepEqual(
      server.requests.map((request) => [isSts(request) ? formOf(request)['RoleArn'] : 'policy', signer(request)]),
      [
        [chain[0], OWN.accessKeyId],
        [chain[1], keyOf(chain[0] ?? '')],
        ['policy', keyOf(chain[1] ?? '')],
      ],
    );
  });

  it('ask for a new session before the old one ends', async () => {
    await using server = await wireServer((request, before) => sessionOf(request, before === 0 ? 60_000 : 3_600_000));
    const sts = { region: 'us-east-1', endpoint: server.endpoint, credentials: async () => OWN };
    const provider = assumed([roleIn(ARCHIVE)], { name: 'trailmend' }, sts);
    for (let call = 0; call < 3; call += 1) await provider?.();
    assert.equal(server.requests.length, 2);
  });

  it('bind the last session of a chain alone to a session policy', async () => {
    await using server = await wireServer((request) => sessionOf(request, 3_600_000));
    const sts = { region: 'us-east-1', endpoint: server.endpoint, credentials: async () => OWN };
    await assumed([roleIn(MANAGEMENT, 'Jump'), roleIn(ARCHIVE)], { name: 'trailmend', policy: '{}' }, sts)?.();
    assert.deepEqual(
      server.requests.map((request) => formOf(request)['Policy']),
      [undefined, '{}'],
    );
  });

  it('tell that a role could not be assumed, and that this is the right that is missing', async () => {
    await using server = await wireServer((request) =>
      isSts(request) ? denied('User: x is not authorized to perform: sts:AssumeRole') : POLICY,
    );
    const buckets = bucketsOver(server.endpoint, chainTo);
    const reading = await buckets.policy('logs', ARCHIVE);
    assert.ok(reading.state === 'unreadable');
    assert.equal(
      reading.reason,
      `\`s3:GetBucketPolicy\` on logs could not be called: the role \`${roleIn(ARCHIVE)}\` could not be assumed: User: x is not authorized to perform: sts:AssumeRole`,
    );
    assert.deepEqual(reading.missing, { action: 'sts:AssumeRole', resource: roleIn(ARCHIVE) });
    assert.notEqual(reading.retryable, true);
    await assert.rejects(
      buckets.putPolicy('logs', ARCHIVE, '{}'),
      (error) => error instanceof TerminalError && error.refused?.cause === 'role-not-assumed',
    );
  });

  it('are tried again after a role could not be assumed, and name the role of a chain that refused', async () => {
    let isOpen = false;
    await using server = await wireServer((request) => {
      if (!isSts(request)) return POLICY;
      return isOpen || formOf(request)['RoleArn'] !== roleIn(ARCHIVE) ? sessionOf(request, 3_600_000) : denied('no');
    });
    const buckets = bucketsOver(server.endpoint, () => [roleIn(MANAGEMENT, 'Jump'), roleIn(ARCHIVE)]);
    const refused = await buckets.policy('logs', ARCHIVE);
    assert.deepEqual(refused.state === 'unreadable' && refused.missing?.resource, roleIn(ARCHIVE));
    isOpen = true;
    assert.equal((await buckets.policy('logs', ARCHIVE)).state, 'present');
  });

  it('are tried again later where STS itself failed', async () => {
    const failing: WireAnswer = {
      status: 503,
      body: '<ErrorResponse><Error><Code>ServiceUnavailable</Code></Error></ErrorResponse>',
    };
    await using server = await wireServer((request) => (isSts(request) ? failing : POLICY));
    const reading = await bucketsOver(server.endpoint, chainTo).policy('logs', ARCHIVE);
    assert.ok(reading.state === 'unreadable' && reading.retryable === true && reading.missing === undefined);
  });
});

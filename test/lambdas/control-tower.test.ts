import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { bundleHandler, CONTROL_TOWER_ENTRY } from '../../infra/bundle.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { documentedStatement } from '../../shared/trail/statements.ts';
import { type WireAnswer, type WireRequest, wireServer } from '../contract/wire-server.ts';
import { bucketPolicy, TOWER, TOWER_TRAIL } from '../trail/tower.ts';

const OWNER = '444455556666';
const HUB = '777788889999';
const { bucket, arn, prefix, account } = TOWER_TRAIL;
const settings: Settings = {
  version: 1,
  trails: [{ trailArn: arn, bucket, bucketOwner: OWNER, prefix, organizationId: TOWER }],
  organization: {
    ...{ id: TOWER, rootId: 'r-a1b2', managementAccount: account, hubAccount: HUB },
    controlTower: { assumeExecutionRole: true },
  },
  ...{ alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] },
};
const TOWERS = JSON.stringify(bucketPolicy('4.0', ['*'])).replaceAll('example-logs', bucket);
const STATEMENT = documentedStatement(TOWER_TRAIL, 'acl-check');
const REQUEST = { version: 1, bucket, statements: [STATEMENT] };
const MANAGEMENT_ROLE = `arn:aws:iam::${account}:role/TrailmendControlTower`;
const EXECUTION = `arn:aws:iam::${OWNER}:role/AWSControlTowerExecution`;

const isSts = ({ signedFor }: WireRequest): boolean => signedFor.service === 'sts';
const formOf = ({ body }: WireRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(body));
/** The access key that STS gives for a role. */
const keyOf = (role: string): string => `ASIA${role.split('/').at(-1)}`;
const signer = ({ headers }: WireRequest): string =>
  /Credential=([^/]+)\//.exec(headers['authorization'] ?? '')?.[1] ?? '';

function session(request: WireRequest): WireAnswer {
  const { RoleArn = '', DurationSeconds = '0' } = formOf(request);
  const expiration = new Date(Date.now() + Number(DurationSeconds) * 1000).toISOString();
  const body = [
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>',
    `<AccessKeyId>${keyOf(RoleArn)}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>`,
    `<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  ].join('');
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

const errorOf = (status: number, code: string, message = code): WireAnswer => ({
  ...{ status, headers: { 'content-type': 'application/xml' } },
  body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

const folder = mkdtempSync(join(tmpdir(), 'trailmend-tower-'));

/** How the function that was bundled ended: what it answered or threw, and what it logged. */
type Ran = { readonly answer: unknown; readonly error: string | null; readonly log: readonly JsonObject[] };

/** Runs the bundled function once, against STS and S3 at this address. */
async function run(event: unknown, endpoint: string, code = 'real'): Promise<Ran> {
  const script = `
    const { handler } = require('./index.js');
    handler(JSON.parse(process.env.EVENT)).then(
      (answer) => console.log(JSON.stringify({ answer })),
      ({ name, message }) => console.log(JSON.stringify({ error: name + ': ' + message })),
    );`;
  const env = {
    ...{ PATH: process.env.PATH, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: endpoint, AWS_MAX_ATTEMPTS: '1' },
    ...{ AWS_ACCESS_KEY_ID: 'AKIAOWN', AWS_SECRET_ACCESS_KEY: 'example', EVENT: JSON.stringify(event) },
  };
  const printed = await new Promise<readonly string[]>((resolve, reject) => {
    execFile(process.execPath, ['-e', script], { cwd: join(folder, code), env }, (error, stdout, stderr) =>
      // Warnings go to the other stream.
      error === null ? resolve([stderr, stdout]) : reject(new Error(stderr)),
    );
  });
  const lines = printed
    .flatMap((text) => text.split('\n').filter((line) => line !== ''))
    .map((line): JsonObject => JSON.parse(line));
  const last = lines.at(-1) ?? {};
  return { answer: last['answer'] ?? null, error: String(last['error'] ?? '') || null, log: lines.slice(0, -1) };
}

/** S3 with one policy, and STS, which gives every role; `refuse` answers instead where it does not give null. */
function aws(refuse: (request: WireRequest) => WireAnswer | null = () => null) {
  let policy: string | null = TOWERS;
  return wireServer((request) => {
    const refusal = refuse(request);
    if (refusal !== null) return refusal;
    if (isSts(request)) return session(request);
    if (request.method === 'PUT') {
      policy = request.body;
      return { status: 204, body: '' };
    }
    return policy === null ? errorOf(404, 'NoSuchBucketPolicy') : { status: 200, body: policy };
  });
}

describe('the function for Control Tower, as it is deployed', () => {
  before(() => {
    bundleHandler(CONTROL_TOWER_ENTRY, join(folder, 'real'), settings);
    const { organization, ...alone } = settings;
    const { controlTower: _, ...off } = organization ?? { id: '', managementAccount: '' };
    bundleHandler(CONTROL_TOWER_ENTRY, join(folder, 'off'), { ...alone, organization: off });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('needs nothing beside it, and stays small', () => {
    const { size } = statSync(join(folder, 'real', 'index.js'));
    assert.ok(size < 1_200_000, `${size} bytes`);
  });

  it('adds what it is asked, as AWSControlTowerExecution, in a session for that policy alone', async () => {
    await using server = await aws();
    const { answer, error, log } = await run(REQUEST, server.endpoint);
    assert.equal(error, null);
    assert.deepEqual(answer, { version: 1, outcome: 'written', reason: null, added: [STATEMENT] });
    const [first = {}, second = {}] = server.requests.filter(isSts).map(formOf);
    assert.deepEqual(
      [first['RoleArn'], first['RoleSessionName'], first['Policy']],
      [MANAGEMENT_ROLE, 'trailmend', undefined],
    );
    assert.deepEqual(
      [second['RoleArn'], second['RoleSessionName'], second['DurationSeconds']],
      [EXECUTION, 'trailmend', '900'],
    );
    assert.deepEqual(JSON.parse(second['Policy'] ?? ''), {
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Action: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'] },
          Resource: `arn:aws:s3:::${bucket}`,
        },
      ],
    });
    const calls = server.requests.filter((request) => !isSts(request));
    assert.deepEqual(
      calls.map(({ method, path, query }) => [method, path, query.has('policy')]),
      ['GET', 'PUT', 'GET'].map((method) => [method, `/${bucket}/`, true]),
    );
    for (const call of calls) {
      assert.equal(call.headers['x-amz-expected-bucket-owner'], OWNER);
      assert.equal(call.headers['x-amz-confirm-remove-self-bucket-access'], undefined);
      assert.equal(signer(call), keyOf(EXECUTION));
    }
    const before: { readonly Statement: readonly unknown[] } = JSON.parse(TOWERS);
    assert.equal(calls[1]?.body, JSON.stringify({ ...before, Statement: [...before.Statement, STATEMENT] }));
    assert.deepEqual(
      log.map(({ message }) => message),
      ['asked', 'writing', 'answered'],
    );
    assert.deepEqual(log[1]?.['before'], before);
  });

  it('does nothing where it is there already', async () => {
    await using server = await aws();
    await run(REQUEST, server.endpoint);
    const { answer } = await run(REQUEST, server.endpoint);
    assert.deepEqual(answer, { version: 1, outcome: 'unchanged', reason: null, added: [] });
    assert.equal(server.requests.filter(({ method }) => method === 'PUT').length, 1);
  });

  it('asks nobody about what it does not take', async () => {
    await using server = await aws();
    for (const [event, why] of [
      [{ ...REQUEST, statements: [{ ...STATEMENT, Principal: '*' }] }, /not CloudTrail alone/],
      [{ ...REQUEST, bucket: 'audit-logs' }, /none of Control Tower/],
      [{ ...REQUEST, policy: '{}' }, /the request is not/],
    ] as const) {
      const { answer, log } = await run(event, server.endpoint);
      assert.match(JSON.stringify(answer), why);
      assert.deepEqual(
        log.map(({ message }) => message),
        ['refused'],
      );
    }
    assert.match(JSON.stringify((await run(REQUEST, server.endpoint, 'off')).answer), /none of Control Tower/);
    assert.deepEqual(server.requests, []);
  });

  it('says that a role cannot be assumed, and why AWS refused the write', async () => {
    const no = `<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>`;
    await using closed = await aws((request) =>
      formOf(request)['RoleArn'] === EXECUTION
        ? { status: 403, headers: { 'content-type': 'text/xml' }, body: no }
        : null,
    );
    const { answer } = await run(REQUEST, closed.endpoint);
    assert.match(
      JSON.stringify(answer),
      /"refused".*the role `arn:aws:iam::444455556666:role\/AWSControlTowerExecution`/,
    );
    const scp = 'with an explicit deny in a service control policy';
    await using server = await aws(({ method }) => (method === 'PUT' ? errorOf(403, 'AccessDenied', scp) : null));
    assert.match(JSON.stringify((await run(REQUEST, server.endpoint)).answer), /"refused".*service control policy/);
  });

  it('fails where asking again may help: S3 or STS have no time', async () => {
    await using slow = await aws(({ method }) => (method === 'PUT' ? errorOf(503, 'SlowDown') : null));
    assert.match((await run(REQUEST, slow.endpoint)).error ?? '', /^RetryableError: .*SlowDown/);
    const busy = `<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>`;
    await using server = await aws((request) =>
      isSts(request) ? { status: 400, headers: { 'content-type': 'text/xml' }, body: busy } : null,
    );
    assert.match((await run(REQUEST, server.endpoint)).error ?? '', /^RetryableError: /);
  });
});

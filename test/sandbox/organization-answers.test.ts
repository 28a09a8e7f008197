import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireAnswer } from '../../sandbox/aws/exchange.ts';
import { type Call, readCall } from '../../sandbox/side-car/call.ts';
import { organizationAnswer } from '../../sandbox/side-car/organization-answers.ts';

const ACCOUNT = '111122223333';
const FORM = ['content-type', 'application/x-www-form-urlencoded'];

function call(service: string, body: string, headers: readonly string[]): Call {
  const credential = `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121/us-east-1/${service}/aws4_request`;
  const rawHeaders = ['Authorization', credential, ...headers];
  return readCall({ method: 'POST', path: '/', rawHeaders, body: Buffer.from(body), remoteAddress: '' });
}

const answerOf = (status: number, text: string): WireAnswer => ({
  ...{ status, headers: ['content-length', String(text.length)] },
  body: Buffer.from(text),
});
const trust = call('organizations', '{}', [
  'x-amz-target',
  'AWSOrganizationsV20161128.ListAWSServiceAccessForOrganization',
]);
const roleOf = (name: string) => call('iam', `Action=GetRole&RoleName=${name}`, FORM);
const said = (asked: Call, answer: WireAnswer): readonly [number, string] => {
  const { status, body } = organizationAnswer(asked, answer, ACCOUNT);
  return [status, body.toString('utf8')];
};
const UNKNOWN = answerOf(400, '{"__type":"InvalidAction"}');
const NO_ROLE = answerOf(404, '<Error><Code>NoSuchEntity</Code></Error>');
const DENIED = answerOf(403, '<Error><Code>AccessDenied</Code></Error>');

test('the organization trusts CloudTrail, which the engine does not know', () => {
  const [status, text] = said(trust, UNKNOWN);
  assert.deepEqual(
    [status, JSON.parse(text)],
    [200, { EnabledServicePrincipals: [{ ServicePrincipal: 'cloudtrail.amazonaws.com' }] }],
  );
});

test('CloudTrail has its role in the management account, and nobody else gets one', () => {
  const [status, text] = said(roleOf('AWSServiceRoleForCloudTrail'), NO_ROLE);
  assert.equal(status, 200);
  assert.match(
    text,
    /<Arn>arn:aws:iam::111122223333:role\/aws-service-role\/cloudtrail.amazonaws.com\/AWSServiceRoleForCloudTrail</,
  );
  assert.equal(said(roleOf('somebody'), NO_ROLE)[0], 404);
});

test('what the engine refuses or answers stands', () => {
  assert.equal(said(roleOf('AWSServiceRoleForCloudTrail'), DENIED)[0], 403);
  assert.equal(said(trust, DENIED)[0], 403);
  const other = call('organizations', '{}', ['x-amz-target', 'AWSOrganizationsV20161128.ListRoots']);
  assert.equal(said(other, UNKNOWN)[0], 400);
  assert.deepEqual(said(trust, answerOf(200, '{}')), [200, '{}']);
});

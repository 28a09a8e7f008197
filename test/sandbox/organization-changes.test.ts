import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import type { WireAnswer } from '../../sandbox/aws/exchange.ts';
import { readCall } from '../../sandbox/side-car/call.ts';
import { playOrganizations } from '../../sandbox/side-car/organizations.ts';

const ACCOUNT = '111122223333';
const ORGANIZATION = { id: 'o-example', managementAccount: ACCOUNT, memberAccounts: [], delegatedAdministrators: {} };
const WHO = { account: ACCOUNT, userIdentity: { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root` } };
const DONE: WireAnswer = { status: 200, headers: [], body: Buffer.from('{}') };

const call = (operation: string) => {
  const credential = 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121/us-east-1/organizations/aws4_request';
  const rawHeaders = ['Authorization', credential, 'x-amz-target', `AWSOrganizationsV20161128.${operation}`];
  return readCall({ method: 'POST', path: '/', rawHeaders, body: Buffer.from('{}'), remoteAddress: '' });
};

test('a change of the organization is counted once it was made: who reads before that reads again', async () => {
  const engine = createServer((_, answer) => answer.end(JSON.stringify({ Organization: { Id: 'o-engine' } })));
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  try {
    const address = engine.address();
    assert.ok(address !== null && typeof address === 'object');
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
    const caller = { port: address.port, credentials, region: 'us-east-1', userAgent: 'test' };
    const { answer, changes } = playOrganizations(caller, ORGANIZATION);
    let whileAsked = -1;
    const ask = async (): Promise<WireAnswer> => {
      whileAsked = changes();
      return DONE;
    };
    await answer(call('AttachPolicy'), WHO, ask);
    assert.deepEqual([whileAsked, changes()], [0, 1]);
    await answer(call('ListPolicies'), WHO, ask);
    assert.equal(changes(), 1, 'reading changes nothing');
  } finally {
    engine.closeAllConnections();
    engine.close();
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { clientsAt } from '../../shared/aws/clients.ts';
import { cloudTrails } from '../../shared/aws/trails.ts';
import { wireServer } from './wire-server.ts';

describe('the connections to AWS', () => {
  it('are shared by the clients of all accounts: each of its own would stay open', async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    await using server = await wireServer(() => ({ status: 200, headers, body: '{"IsLogging":true}' }));
    const { endpoint } = server;
    const credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' });
    const clientAt = clientsAt(
      () => credentials,
      (options) => new CloudTrailClient({ ...options, endpoint }),
    );
    const trails = cloudTrails(clientAt);
    for (let account = 0; account < 20; account += 1) {
      const arn = `arn:aws:cloudtrail:eu-west-1:${111122223300 + account}:trail/audit`;
      assert.equal((await trails.status(arn)).state, 'present');
    }
    assert.deepEqual([server.requests.length, server.connections()], [20, 1]);
  });
});

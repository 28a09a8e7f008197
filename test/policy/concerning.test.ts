import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { concerning } from '../../shared/policy/concerning.ts';
import { parsePolicy } from '../../shared/policy/document.ts';
import { isAllowed, isGranted } from '../../shared/policy/evaluate.ts';
import { deliveryRequests } from '../../shared/trail/delivery.ts';
import { arbitrarySituation } from '../property/arbitrary-policy.ts';
import { trailWith } from '../trail/trails.ts';

it('what concerns a request says the same of it as the whole policy', () => {
  let dropped = 0;
  fc.assert(
    fc.property(arbitrarySituation['bucket-policy'], ({ trail, document }) => {
      const parsed = parsePolicy(document);
      if (!parsed.ok) return;
      for (const { family } of deliveryRequests(trail, 'bucket-policy')) {
        const part = concerning(parsed.policy, family);
        dropped += parsed.policy.statements.length - part.statements.length;
        for (const asks of [isAllowed, isGranted])
          assert.equal(asks(part, family).holds, asks(parsed.policy, family).holds, JSON.stringify(document));
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(dropped > 100, `only ${dropped} statements were left out`);
});

it('of hundreds of folders one is left', () => {
  const Resource = Array.from({ length: 250 }, (_, at) => `arn:aws:s3:::example-logs/AWSLogs/${200000000000 + at}/*`);
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource };
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [statement] });
  assert.ok(parsed.ok);
  const request = deliveryRequests(trailWith({ account: '200000000007' }), 'bucket-policy').find(
    ({ name }) => name === 'log-files',
  );
  assert.ok(request !== undefined);
  const [only, ...more] = concerning(parsed.policy, request.family).statements;
  assert.deepEqual([only?.resource.value, more], [['arn:aws:s3:::example-logs/AWSLogs/200000000007/*'], []]);
});

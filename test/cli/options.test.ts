import assert from 'node:assert/strict';
import { it } from 'node:test';
import { KEY, SINGLE, TOPIC } from '../trail/trails.ts';
import { trailmend } from './trailmend.ts';

const ARN = ['--trail-arn', SINGLE.arn];
const GOOD = [...ARN, '--bucket', SINGLE.bucket, '--no-bucket-policy'];
const NOWHERE = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};
for (const more of [
  ['--prefix', 'p'],
  ['--kms-key-arn', KEY],
  ['--topic-arn', TOPIC],
  ['--bucket-key'],
  ['--log-file-validation'],
  ['--source-trail-arn', `${SINGLE.arn}2`],
])
  it(`check live with ${more[0]}: said to be for documents, not ignored`, async () => {
    const { errors } = await trailmend(['check', ...ARN, ...more], { env: NOWHERE });
    assert.ok(errors.includes(more[0] ?? ''), errors);
  });
for (const more of [
  ['--settings', 'nope.json'],
  ['--bucket-owner', '444455556666'],
])
  it(`check of documents with ${more[0]}: said to be for AWS, not ignored`, async () => {
    const { errors, exitCode } = await trailmend(['check', ...GOOD, ...more]);
    assert.deepEqual([exitCode, errors.includes(more[0] ?? '')], [1, true], errors);
  });
for (const name of ['arn:aws:iam::111122223333:role/OrganizationAccountAccessRole', '/OrganizationAccountAccessRole'])
  it(`check with ${name} for a role's name: refused before anything is asked`, async () => {
    const { errors, exitCode } = await trailmend(['check', '--role-name', name], { env: NOWHERE });
    assert.equal(exitCode, 1);
    assert.match(errors, /^trailmend: --role-name must be the name of a role, such as .*\n$/);
  });
it('apply of documents with --yes: said to be for AWS, not ignored', async () => {
  const { errors, exitCode } = await trailmend(['apply', ...GOOD, '--yes', '--out', 'repaired']);
  assert.deepEqual([exitCode, errors.includes('--yes')], [1, true], errors);
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { ROOT, trailmend } from './trailmend.ts';

const NOBODY = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

it('a live run without a Region says how to name one', async () => {
  const { exitCode, output, errors } = await trailmend(['check'], { env: NOBODY });
  assert.deepEqual([exitCode, output], [1, '']);
  assert.match(errors, /^trailmend: .*no AWS Region is set; set AWS_REGION.*\n$/);
});

it('a live run without credentials says how to get some', async () => {
  const { exitCode, output, errors } = await trailmend(['check'], { env: { ...NOBODY, AWS_REGION: 'us-east-1' } });
  assert.deepEqual([exitCode, output], [1, '']);
  assert.match(errors, /^trailmend: .*no AWS credentials were found; set AWS_PROFILE.*\n$/);
});

for (const command of ['check', 'plan', 'apply --yes'])
  it(`nor does \`${command}\` of settings judge anything without credentials`, async () => {
    const args = [...command.split(' '), '--settings', join(ROOT, 'trailmend.example.json')];
    const { exitCode, output, errors } = await trailmend(args, { env: { ...NOBODY, AWS_REGION: 'us-east-1' } });
    assert.deepEqual([exitCode, output], [1, '']);
    assert.equal(errors, 'trailmend: no AWS credentials were found; set AWS_PROFILE, or log in with the AWS CLI\n');
  });

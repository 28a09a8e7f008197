import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Trail } from '../../shared/trail/trail.ts';
import { PARTITIONS, partitionsIn } from '../trail/partitions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'trailmend-partitions-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The template that the app writes for a trail, under cdk-nag. */
function templateOf({ arn: trailArn, partition, bucket, organizationId, kmsKeyArn, topicArn }: Trail): string {
  const file = join(folder, `${partition}.json`);
  const trail = { trailArn, bucket, organizationId, kmsKeyArn, topicArn, topicKmsKeyArn: kmsKeyArn };
  writeFileSync(file, JSON.stringify({ version: 1, trails: [trail] }));
  const output = join(folder, partition);
  const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, TRAILMEND_SETTINGS_FILE: file, CDK_OUTDIR: output },
  });
  assert.equal(status, 0, stderr);
  return readFileSync(join(output, 'Trailmend.template.json'), 'utf8');
}

for (const trail of PARTITIONS)
  it(`a stack in ${trail.partition} names no resource of another partition`, () => {
    const template = templateOf(trail);
    assert.deepEqual(partitionsIn(template), [trail.partition]);
    for (const arn of [trail.arn, trail.kmsKeyArn, trail.topicArn, `arn:${trail.partition}:s3:::${trail.bucket}`])
      assert.ok(template.includes(`"${arn}"`), `${arn}`);
    // Only where accounts differ in the Regions that they have, somebody has to be asked.
    const isAsked = trail.partition === 'aws';
    for (const action of ['account:ListRegions', 'account:GetRegionOptStatus', 'organizations:ListAccounts'])
      assert.equal(template.includes(`"${action}"`), isAsked, action);
  });

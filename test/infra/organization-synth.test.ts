import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../../shared/settings/settings.ts';
import {
  ARCHIVE,
  KEYS,
  MANAGEMENT,
  MEMBER,
  MEMBER_TRAIL,
  ORGANIZATION_TRAIL,
  organizationWith,
  SECURITY,
} from './organization.ts';
import { newFolder, runScript } from './script.ts';

const CFN_LINT = fileURLToPath(new URL('../../.venv/bin/cfn-lint', import.meta.url));
const NEIGHBOUR = '999900001166';
const folder = newFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

/** Something of everything: accounts and Regions that share a template and differ in it, Control Tower, opt-in Regions, a store. */
const ALL: Settings = organizationWith(
  {
    trails: [
      { ...ORGANIZATION_TRAIL, topicKmsKeyArn: `arn:aws:kms:eu-west-1:${ARCHIVE}:key/topic` },
      { ...MEMBER_TRAIL, modes: { 'key-is-usable': 'restore' } },
      {
        trailArn: `arn:aws:cloudtrail:eu-south-2:${MANAGEMENT}:trail/aws-controltower-BaselineCloudTrail`,
        ...{ bucket: `aws-controltower-logs-${ARCHIVE}-eu-south-2`, bucketOwner: ARCHIVE },
        organizationId: 'o-exampleorgid',
      },
      { trailArn: `arn:aws:cloudtrail:us-west-2:${NEIGHBOUR}:trail/own`, bucket: 'neighbours-logs' },
    ],
    eventDataStores: [
      {
        eventDataStoreArn: `arn:aws:cloudtrail:eu-west-1:${SECURITY}:eventdatastore/1234abcd-12ab-34cd-56ef-1234567890ab`,
        ...{ bucket: 'query-results', bucketOwner: KEYS },
      },
    ],
  },
  { hubAccount: SECURITY, controlTower: { assumeExecutionRole: true } },
);

/** A folder of the templates that a synth writes, with those of its StackSets as files of their own. */
function templatesIn(output: string): readonly string[] {
  const hub = JSON.parse(readFileSync(join(output, 'Trailmend.template.json'), 'utf8'));
  for (const { Type, Properties } of Object.values<{ Type: string; Properties: Record<string, string> }>(hub.Resources))
    if (Type === 'AWS::CloudFormation::StackSet')
      writeFileSync(join(output, `${Properties['StackSetName']}.template.json`), `${Properties['TemplateBody']}`);
  return readdirSync(output)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => join(output, name));
}

function assertLints(files: readonly string[], ...ignored: readonly string[]): void {
  // W3005: the CDK writes some dependencies out that CloudFormation would find by itself.
  const args = ['-i', 'W3005', ...ignored, '--', ...files];
  const { status, stdout, stderr } = spawnSync(CFN_LINT, args, { encoding: 'utf8' });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
}

describe('the app of an organization', () => {
  it('synthesizes without a finding of cdk-nag or a warning, and what it writes passes cfn-lint', () => {
    const { status, stdout, stderr } = runScript(folder, 'app', ALL);
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
    const files = templatesIn(join(folder, 'cdk.out'));
    // The hub, three Regions of management and its role for Control Tower, and the StackSets of the endings 44, 66 and 77.
    assert.equal(files.length, 1 + 4 + 3);
    // W1001: where instances of a shared template are is not in it; destination-conditions.test.ts looks at all of them.
    assertLints(files, 'W1001');
  });

  it('prints templates that pass cfn-lint', () => {
    const out = join(folder, 'printed');
    const settings = organizationWith(ALL, { ...ALL.organization, destinations: 'templates' });
    const { status, stderr } = runScript(folder, 'templates', settings, '--out', out);
    assert.deepEqual([status, stderr], [0, '']);
    const accounts = [MEMBER, ARCHIVE, KEYS, NEIGHBOUR];
    assertLints(accounts.map((account) => join(out, `${account}.template.json`)));
  });
});

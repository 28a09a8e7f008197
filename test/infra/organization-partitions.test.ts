import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Settings } from '../../shared/settings/settings.ts';
import { partitionsIn } from '../trail/partitions.ts';
import { MANAGEMENT, MEMBER_TRAIL, ORGANIZATION_TRAIL, organizationWith, SECURITY } from './organization.ts';
import { newFolder, runScript } from './script.ts';

const folder = newFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

/** Settings as they would be in another partition: with its ARNs, and one of its Regions. */
function inPartition(partition: string, home: string): Settings {
  const settings = organizationWith({ trails: [ORGANIZATION_TRAIL, MEMBER_TRAIL] }, { hubAccount: SECURITY });
  const text = JSON.stringify(settings).replaceAll('arn:aws:', `arn:${partition}:`);
  return JSON.parse(text.replaceAll('eu-west-1', home).replaceAll('us-east-2', home));
}

/** The services that roles of a template trust. */
function trusted(text: string): readonly string[] {
  const { Resources } = JSON.parse(text);
  const roles = Object.values<{ Type: string; Properties: { AssumeRolePolicyDocument: object } }>(Resources).filter(
    ({ Type }) => Type === 'AWS::IAM::Role',
  );
  const found = JSON.stringify(roles.map(({ Properties }) => Properties.AssumeRolePolicyDocument));
  return [...new Set([...found.matchAll(/"Service":("[^"]*"|\{[^}]*\})/g)].map(([, service = '']) => service))].sort();
}

/** By partition: a home, and the Region in which calls on organizations are recorded. */
const PARTITIONS = [
  ['aws', 'eu-west-1', 'us-east-1'],
  ['aws-us-gov', 'us-gov-east-1', 'us-gov-west-1'],
  ['aws-cn', 'cn-north-1', 'cn-northwest-1'],
] as const;

describe('one deploy for an organization', () => {
  for (const [partition, home, globalEvents] of PARTITIONS)
    it(`in ${partition} names nothing of another partition, and passes cdk-nag`, () => {
      const { status, stderr } = runScript(folder, 'app', inPartition(partition, home));
      assert.deepEqual([status, stderr], [0, '']);
      const output = join(folder, 'cdk.out');
      const read = (name: string) => readFileSync(join(output, `${name}.template.json`), 'utf8');
      const direct = [
        `TrailmendDestination-${MANAGEMENT}-${home}`,
        `TrailmendDestination-${MANAGEMENT}-${globalEvents}`,
      ];
      for (const name of ['Trailmend', ...direct]) assert.deepEqual(partitionsIn(read(name)), [partition], name);
      assert.match(read(direct[1] ?? ''), /"aws\.organizations"/);
      // GovCloud and China have the same names of these services (IAM user guide, "AWS service principals").
      assert.deepEqual(trusted(read('Trailmend')), ['"lambda.amazonaws.com"', '"scheduler.amazonaws.com"']);
      for (const name of direct) assert.deepEqual(trusted(read(name)), ['"events.amazonaws.com"'], name);
      rmSync(output, { recursive: true });
    });
});

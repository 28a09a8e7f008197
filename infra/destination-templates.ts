import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Destination } from './destination.ts';
import { DestinationStack } from './destination-stack.ts';
import type { OrganizationScope } from './organization-scope.ts';

/** Accounts that share a template, under a name. */
export type Sharing = { readonly id: string; readonly destinations: readonly Destination[] };

/** What CloudFormation is handed as text comes without a bootstrapped account, and without paths of this machine. */
const PLAIN = {
  '@aws-cdk/core:newStyleStackSynthesis': false,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  'aws:cdk:enable-path-metadata': false,
  'aws:cdk:enable-asset-metadata': false,
};

/** The templates of destinations that CloudFormation is handed as text, by name, checked as every other stack is. */
export function destinationTemplates(
  organization: OrganizationScope,
  groups: readonly Sharing[],
): ReadonlyMap<string, object> {
  const outdir = mkdtempSync(join(tmpdir(), 'trailmend-destinations-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, postCliContext: PLAIN });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    for (const { id, destinations } of groups) new DestinationStack(app, id, { organization, destinations });
    const assembly = app.synth();
    return new Map(assembly.stacks.map(({ stackName, template }) => [stackName, template]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

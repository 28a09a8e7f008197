import { checks } from '../shared/checks/index.ts';
import type { Run } from '../shared/reconcile/look.ts';
import type { Buckets, Journal, Ports, Store } from '../shared/reconcile/ports.ts';
import { targetsOf } from '../shared/reconcile/targets.ts';
import type { Settings, SourceSettings, TrailSettings } from '../shared/settings/settings.ts';
import { credentialsFor, deployedWriter } from './as-whom.ts';
import { BadInput } from './bad-input.ts';
import { discover, type Hints } from './discover.ts';
import type { Surroundings } from './documents.ts';
import { ACCOUNT, ORGANIZATION, one, oneFormed, refuse, type Values } from './options.ts';
import { readSettingsFile } from './settings-file.ts';
import { trailArn } from './trails.ts';

/** A run over the trails and event data stores that were asked for, in groups that share a document. */
export type LiveRun = {
  readonly run: Run;
  readonly groups: readonly (readonly SourceSettings[])[];
  /** Trails that could not be looked at, and why. */
  readonly leftOut: readonly string[];
};

const settingsFor = (trails: readonly TrailSettings[]): Settings => ({
  ...{ version: 1, trails, alertOnly: false, modes: {}, scheduleMinutes: 15, alertEmails: [] },
});

/** Nobody said whose the bucket should be, so that another owner than the trail's is a question, not a finding. */
function askingForOwner(buckets: Buckets): Buckets {
  return {
    ...buckets,
    facts: async (bucket, owner) => {
      const reading = await buckets.facts(bucket, owner);
      if (reading.state !== 'present' || reading.value.ownerIsExpected) return reading;
      const reason = `\`${bucket}\` does not belong to ${owner}, the account of the trail; name its owner with --bucket-owner`;
      return { state: 'unreadable', reason };
    },
  };
}

function only(settings: Settings, arns: readonly string[] | undefined): Settings {
  if (arns === undefined) return settings;
  const missing = arns.find((arn) => !settings.trails.some((trail) => trail.trailArn === arn));
  if (missing !== undefined) throw new BadInput(`the settings do not name the trail \`${missing}\``);
  const { eventDataStores: _, ...ofTrails } = settings;
  return { ...ofTrails, trails: settings.trails.filter((trail) => arns.includes(trail.trailArn)) };
}

/** The command line compares with nothing that it saw before. */
const NO_STORE: Store = { read: async () => ({ state: 'not-asked' }), write: async () => null };

async function everyTrail(): Promise<readonly string[]> {
  const { listTrails } = await import('../shared/aws/directory.ts');
  return listTrails();
}

/** Without credentials nothing can be told of anything: that is one sentence, and not one for each check. */
async function needCredentials(): Promise<void> {
  const { withoutCredentials } = await import('../shared/aws/discovery.ts');
  const reason = await withoutCredentials();
  if (reason !== null) throw new BadInput(reason);
}

/** Prepares a run against AWS; the SDK is loaded only here, since what works on files does without. */
export async function liveRun(
  values: Values,
  surroundings: Surroundings,
  purpose: 'look' | 'write' = 'look',
): Promise<LiveRun> {
  const { awsPorts } = await import('../shared/aws/ports.ts');
  const journal: Journal = { writing: ({ resource }) => surroundings.progress(`writing the policy of ${resource}`) };
  const here = { journal, notifier: { send: async () => {} }, store: NO_STORE, records: { add: async () => {} } };
  const arns = values['trail-arn']?.map((text) => trailArn(text, 'trail-arn').arn);
  const twice = arns?.find((arn, at) => arns.indexOf(arn) !== at);
  if (twice !== undefined) throw new BadInput(`the trail \`${twice}\` was named twice`);
  const file = one(values, 'settings');
  if (file !== undefined) {
    refuse(values, ['bucket-owner', 'organization-id', 'source-organization-id'], 'stands in the settings');
    const settings = only(readSettingsFile(file, surroundings).settings, arns);
    await needCredentials();
    // Whoever applies writes as themselves; else it is judged what the function may write that these settings deploy.
    const writerOf = purpose === 'write' ? undefined : deployedWriter(settings);
    const around = { ...here, ...(writerOf === undefined ? {} : { writerOf }) };
    return started(settings, awsPorts(around, await credentialsFor(values)), []);
  }
  const hints: Hints = {
    bucketOwner: oneFormed(values, 'bucket-owner', ACCOUNT) ?? undefined,
    organizationId: oneFormed(values, 'organization-id', ORGANIZATION) ?? undefined,
    sourceOrganizationId: oneFormed(values, 'source-organization-id', ORGANIZATION) ?? undefined,
  };
  const aws = awsPorts(here, await credentialsFor(values));
  surroundings.progress(
    arns === undefined ? 'asking AWS which trails there are' : 'asking AWS how the trail is set up',
  );
  const { trails, leftOut } = await discover(arns ?? (await everyTrail()), hints, aws);
  const [first] = leftOut;
  if (trails.length === 0) throw new BadInput(first ?? 'there is no trail in this account that the caller can see');
  const ports = hints.bucketOwner === undefined ? { ...aws, buckets: askingForOwner(aws.buckets) } : aws;
  return started(settingsFor(trails), ports, leftOut);
}

function started(settings: Settings, ports: Ports, leftOut: readonly string[]): LiveRun {
  const run: Run = { settings, checks, ports, cause: null, writes: [] };
  return { run, groups: targetsOf(settings, null), leftOut };
}

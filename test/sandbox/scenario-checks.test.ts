import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SCENARIOS } from '../../sandbox/scenarios/index.ts';
import { brokenPolicy, type Carrier, carriersOf } from '../../sandbox/stage/documents.ts';
import { type Stage, stageOf } from '../../sandbox/stage/stage.ts';

const CLI = join(import.meta.dirname, '../../cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'trailmend-scenarios-'));
after(() => rmSync(folder, { recursive: true }));

type Check = { readonly id: string; readonly verdict: string; readonly severity: string };
type Report = { readonly delivers: boolean; readonly trails: readonly { readonly checks: readonly Check[] }[] };

/** What no document shows: only AWS can be asked. */
const UNSEEN: readonly string[] = [
  ...['StopLogging', 'DisableKey', 'ScheduleKeyDeletion', 'UpdateTrail', 'DeleteTopic', 'PutBucketRequestPayment'],
  'PutBucketLifecycle',
];

/** Checks that need to know which other trails there are: only AWS can be asked. */
const ASKED: readonly string[] = ['bucket-policy-keeps-every-source'];

function documentOptions(stage: Stage, carrier: Carrier): string[] {
  const policy = brokenPolicy(stage, carrier);
  if (policy === null) return [`--no-${carrier}-policy`];
  const file = join(folder, `${stage.scenario.id}-${carrier}.json`);
  writeFileSync(file, policy);
  return [`--${carrier}-policy`, file];
}

function optionsFor(stage: Stage): string[] {
  const { arn, bucket, prefix, organizationId, sourceOrganizationId, kmsKeyArn, topicArn } = stage.trail;
  return [
    ...['--trail-arn', arn, '--bucket', bucket, '--format', 'json'],
    ...carriersOf(stage).flatMap((carrier) => documentOptions(stage, carrier)),
    ...(kmsKeyArn === null ? [] : ['--kms-key-arn', kmsKeyArn]),
    ...(topicArn === null ? [] : ['--topic-arn', topicArn]),
    ...(prefix === '' ? [] : ['--prefix', prefix]),
    ...(organizationId === null ? [] : ['--organization-id', organizationId]),
    ...(sourceOrganizationId === null ? [] : ['--source-organization-id', sourceOrganizationId]),
    ...(stage.trail.logFileValidation ? ['--log-file-validation'] : []),
  ];
}

/** The same question about the event data store of a scenario, if it has one. */
function lakeOptionsFor(stage: Stage): string[][] {
  const { store } = stage;
  if (store === null) return [];
  const { arn, bucket, prefix } = store;
  const source = ['--lake', '--event-data-store-arn', arn, '--bucket', bucket, '--prefix', prefix];
  return [[...source, ...documentOptions(stage, 'bucket'), '--format', 'json']];
}

/** What a person would be told who runs `trailmend check` on the policies as the scenario breaks them. */
for (const scenario of SCENARIOS.filter(({ break: { call } }) => !UNSEEN.includes(call))) {
  test(`${scenario.title}: the command line names the same checks`, () => {
    const stage = stageOf(scenario);
    const reports = [optionsFor(stage), ...lakeOptionsFor(stage)].map((options): Report => {
      const { stdout, stderr } = spawnSync(process.execPath, [CLI, 'check', ...options], { encoding: 'utf8' });
      assert.equal(stderr, '');
      return JSON.parse(stdout);
    });
    const broken = reports
      .flatMap(({ trails }) => trails)
      .flatMap(({ checks }) => checks.filter(({ verdict, severity }) => verdict === 'broken' && severity !== 'advice'));
    const shown = scenario.expect.checks.filter((id) => !ASKED.includes(id));
    assert.deepEqual(broken.map(({ id }) => id).toSorted(), shown.toSorted());
  });
}

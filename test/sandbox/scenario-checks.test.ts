import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { SCENARIOS } from '../../sandbox/scenarios/index.ts';
import { brokenPolicy } from '../../sandbox/stage/documents.ts';
import { stageOf } from '../../sandbox/stage/stage.ts';

const CLI = join(import.meta.dirname, '../../cli/main.ts');

type Check = { readonly id: string; readonly verdict: string };
type Report = { readonly delivers: boolean; readonly trails: readonly { readonly checks: readonly Check[] }[] };

/** What a person would be told who runs `trailmend check` on the policy as the scenario breaks it. */
for (const scenario of SCENARIOS.filter(({ break: { call } }) => call !== 'StopLogging')) {
  test(`${scenario.title}: the command line names the same checks`, () => {
    const stage = stageOf(scenario);
    const { arn, bucket, prefix, organizationId, sourceOrganizationId, logFileValidation } = stage.trail;
    const policy = brokenPolicy(stage);
    const options = [
      ...['--trail-arn', arn, '--bucket', bucket, '--format', 'json'],
      ...(policy === null ? ['--no-bucket-policy'] : ['--bucket-policy', '-']),
      ...(prefix === '' ? [] : ['--prefix', prefix]),
      ...(organizationId === null ? [] : ['--organization-id', organizationId]),
      ...(sourceOrganizationId === null ? [] : ['--source-organization-id', sourceOrganizationId]),
      ...(logFileValidation ? ['--log-file-validation'] : []),
    ];
    const { stdout, stderr } = spawnSync(process.execPath, [CLI, 'check', ...options], {
      input: policy ?? '',
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    const { trails }: Report = JSON.parse(stdout);
    const broken = trails.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict === 'broken'));
    assert.deepEqual(broken.map(({ id }) => id).toSorted(), [...scenario.expect.checks].toSorted());
  });
}

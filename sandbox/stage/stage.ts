import type { Trail } from '../../shared/trail/trail.ts';
import { succeeded } from '../aws/caller.ts';
import { bucketCall } from '../aws/s3.ts';
import { readTrailArn } from '../delivery/trail-arn.ts';
import { ACCOUNT, type Engine, ORGANIZATION, REGION } from '../engine/engine.ts';
import type { Scenario, StatementTemplate } from '../scenarios/scenario.ts';
import { cloudTrail } from '../side-car/trails.ts';

/** The bucket and trails of one scenario. */
export type Stage = {
  readonly scenario: Scenario;
  readonly trail: Trail;
  readonly secondTrail: Trail | null;
};

const SECOND_PREFIX = 'second';

function trailOf(scenario: Scenario, name: string, prefix: string): Trail {
  return {
    ...readTrailArn(`arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`),
    bucket: `logs-${scenario.id}`,
    prefix,
    organizationId: scenario.given.trail === 'organization' ? ORGANIZATION.id : null,
    sourceOrganizationId: ORGANIZATION.id,
    kmsKeyArn: null,
    logFileValidation: scenario.given.logFileValidation ?? false,
    multiRegion: true,
    insights: false,
  };
}

/** Names the bucket and trails of a scenario; nothing exists yet. */
export function stageOf(scenario: Scenario): Stage {
  const second = scenario.given.secondTrail === true ? trailOf(scenario, `${scenario.id}-2`, SECOND_PREFIX) : null;
  const prefix = scenario.given.trail === 'prefixed' ? 'audit' : '';
  return { scenario, trail: trailOf(scenario, scenario.id, prefix), secondTrail: second };
}

/** The policy document of a scenario's statements, with the names of its stage filled in. */
export function policyText(statements: readonly StatementTemplate[], { trail, secondTrail }: Stage): string {
  const names: Readonly<Record<string, string>> = {
    bucket: trail.bucket,
    account: trail.account,
    region: trail.region,
    prefix: trail.prefix === '' ? '' : `${trail.prefix}/`,
    organization: ORGANIZATION.id,
    trailArn: trail.arn,
    secondTrailArn: secondTrail?.arn ?? '',
  };
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return text.replace(/\{([A-Za-z]+)\}/g, (whole, name: string) => names[name] ?? whole);
}

async function startTrail(engine: Engine, trail: Trail): Promise<void> {
  await cloudTrail(engine.root, 'CreateTrail', {
    Name: trail.name,
    S3BucketName: trail.bucket,
    ...(trail.prefix === '' ? {} : { S3KeyPrefix: trail.prefix }),
    IsMultiRegionTrail: trail.multiRegion,
    IsOrganizationTrail: trail.organizationId !== null,
    EnableLogFileValidation: trail.logFileValidation,
  });
  await cloudTrail(engine.root, 'StartLogging', { Name: trail.arn });
}

/** Makes the bucket with its policy, and the trails, as they are before anything breaks. */
export async function setStage(engine: Engine, stage: Stage): Promise<void> {
  const { bucket } = stage.trail;
  const policy = policyText(stage.scenario.given.statements, stage);
  succeeded(`creating ${bucket}`, await bucketCall(engine.root, 'PUT', bucket, null));
  succeeded(`the first policy of ${bucket}`, await bucketCall(engine.root, 'PUT', bucket, 'policy', policy));
  await startTrail(engine, stage.trail);
  if (stage.secondTrail !== null) await startTrail(engine, stage.secondTrail);
}

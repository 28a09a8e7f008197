import type { Trail } from '../../shared/trail/trail.ts';
import { type Caller, json, succeeded } from '../aws/caller.ts';
import { readTrailArn } from '../delivery/trail-arn.ts';
import type { Organization } from './organization.ts';

/** A trail as the engine keeps it, and whether it logs. */
export type EngineTrail = Trail & {
  readonly isLogging: boolean;
  /** Seconds since the epoch, or null if it never logged. */
  readonly startedAt: number | null;
  /** The topic that is told of new log files, or null if the trail has none. */
  readonly topicArn: string | null;
};

/** A trail in CloudTrail's own words. */
export type Description = {
  readonly TrailARN: string;
  readonly S3BucketName: string;
  readonly S3KeyPrefix?: string;
  readonly IsOrganizationTrail?: boolean;
  readonly LogFileValidationEnabled?: boolean;
  readonly IsMultiRegionTrail?: boolean;
  readonly KmsKeyId?: string;
  /** The topic's name or ARN, as it was given. */
  readonly SnsTopicName?: string;
  readonly HasInsightSelectors?: boolean;
};

type Status = { readonly IsLogging: boolean; readonly StartLoggingTime?: number };

const SERVICE = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';

/** A call of CloudTrail's API, read as JSON. */
export async function cloudTrail<T>(caller: Caller, operation: string, body: unknown): Promise<T> {
  const answer = await json(caller, 'cloudtrail', `${SERVICE}.${operation}`, body);
  return JSON.parse(succeeded(operation, answer).text);
}

/** The topic of a trail by its ARN; a bare name is one in the trail's account and Region. */
export function topicArnOf(trailArn: string, nameOrArn: string | undefined): string | null {
  if (nameOrArn === undefined || nameOrArn === '') return null;
  const { partition, region, account } = readTrailArn(trailArn);
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:${partition}:sns:${region}:${account}:${nameOrArn}`;
}

/** Reads a trail from CloudTrail's words and its status. */
export function trailOf(description: Description, status: Status, organization: Organization): EngineTrail {
  return {
    ...readTrailArn(description.TrailARN),
    bucket: description.S3BucketName,
    prefix: description.S3KeyPrefix ?? '',
    organizationId: description.IsOrganizationTrail === true ? organization.id : null,
    sourceOrganizationId: organization.id,
    kmsKeyArn: description.KmsKeyId === undefined || description.KmsKeyId === '' ? null : description.KmsKeyId,
    logFileValidation: description.LogFileValidationEnabled ?? false,
    multiRegion: description.IsMultiRegionTrail ?? false,
    insights: description.HasInsightSelectors ?? false,
    isLogging: status.IsLogging,
    startedAt: status.StartLoggingTime ?? null,
    topicArn: topicArnOf(description.TrailARN, description.SnsTopicName),
    bucketKey: null,
  };
}

async function describe(engine: Caller, description: Description, organization: Organization): Promise<EngineTrail> {
  const status = await cloudTrail<Status>(engine, 'GetTrailStatus', { Name: description.TrailARN });
  return trailOf(description, status, organization);
}

/** All trails that a caller's account has in the caller's Region, or that reach into it, as the engine says now. */
export async function readTrails(caller: Caller, organization: Organization): Promise<EngineTrail[]> {
  const { trailList } = await cloudTrail<{ readonly trailList: readonly Description[] }>(caller, 'DescribeTrails', {});
  return Promise.all(trailList.map((trail) => describe(caller, trail, organization)));
}

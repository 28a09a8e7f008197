import {
  type CloudTrailClient,
  GetTrailCommand,
  GetTrailStatusCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Trails } from '../reconcile/ports.ts';
import type { Reading, TrailDescription, TrailStatus } from '../reconcile/reading.ts';
import { accountOf } from '../trail/arn.ts';
import { accountTrails } from './account-trails.ts';
import { byArn, type ClientAt } from './clients.ts';
import { errorName, unreadable, writeError } from './errors.ts';

function failed<T>(error: unknown, action: string, trailArn: string): Reading<T> {
  if (errorName(error) === 'TrailNotFoundException') return { state: 'absent' };
  return unreadable(error, action, trailArn);
}

/** CloudTrail answers what is not there with an empty text, or not at all. */
function text(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

async function description(client: CloudTrailClient, trailArn: string): Promise<Reading<TrailDescription>> {
  try {
    const { Trail: trail } = await client.send(new GetTrailCommand({ Name: trailArn }));
    if (trail === undefined) return { state: 'absent' };
    return {
      state: 'present',
      value: {
        bucket: trail.S3BucketName ?? '',
        prefix: trail.S3KeyPrefix ?? '',
        isOrganizationTrail: trail.IsOrganizationTrail ?? false,
        kmsKeyArn: text(trail.KmsKeyId),
        topicArn: text(trail.SnsTopicARN),
        logFileValidation: trail.LogFileValidationEnabled ?? false,
        multiRegion: trail.IsMultiRegionTrail ?? true,
        insights: trail.HasInsightSelectors ?? false,
        logGroupArn: text(trail.CloudWatchLogsLogGroupArn),
        logGroupRoleArn: text(trail.CloudWatchLogsRoleArn),
      },
    };
  } catch (error) {
    return failed(error, 'cloudtrail:GetTrail', trailArn);
  }
}

async function status(client: CloudTrailClient, trailArn: string): Promise<Reading<TrailStatus>> {
  try {
    const answer = await client.send(new GetTrailStatusCommand({ Name: trailArn }));
    return {
      state: 'present',
      value: {
        isLogging: answer.IsLogging ?? false,
        latestDeliveryError: text(answer.LatestDeliveryError),
        latestNotificationError: text(answer.LatestNotificationError),
        latestLogGroupDeliveryError: text(answer.LatestCloudWatchLogsDeliveryError),
        latestDigestDeliveryError: text(answer.LatestDigestDeliveryError),
        latestDigestDeliveryTime: answer.LatestDigestDeliveryTime?.getTime() ?? null,
        latestDeliveryTime: answer.LatestDeliveryTime?.getTime() ?? null,
        startLoggingTime: answer.StartLoggingTime?.getTime() ?? null,
      },
    };
  } catch (error) {
    return failed(error, 'cloudtrail:GetTrailStatus', trailArn);
  }
}

/** The CloudTrail port; trails are asked for by ARN, as their account, in their home Region where no other is named. */
export function cloudTrails(clientAt: ClientAt<CloudTrailClient>): Trails {
  const clientOf = byArn(clientAt);
  return {
    describe: (trailArn) => description(clientOf(trailArn), trailArn),
    status: (trailArn) => status(clientOf(trailArn), trailArn),
    statusIn: (trailArn, region) => status(clientAt(accountOf(trailArn), region), trailArn),
    ofAccount: (account, region) => accountTrails((home) => clientAt(account, home), region, { description, status }),
    startLogging: async (trailArn) => {
      try {
        await clientOf(trailArn).send(new StartLoggingCommand({ Name: trailArn }));
      } catch (error) {
        throw writeError(error, 'cloudtrail:StartLogging', trailArn);
      }
    },
  };
}

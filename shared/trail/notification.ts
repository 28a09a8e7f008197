import type { RequestFamily } from '../policy/family.ts';
import type { JsonObject } from '../policy/json.ts';
import { exactly } from '../policy/language.ts';
import { callerOf } from './caller.ts';
import { CLOUDTRAIL, contextOf, sourceContext } from './context.ts';
import type { Trail } from './trail.ts';

function onOne(trail: Trail, action: string, resource: string): RequestFamily {
  return {
    caller: callerOf(trail),
    action,
    varying: { kind: 'resource' },
    values: exactly(resource),
    context: contextOf(sourceContext(trail)),
    samples: [resource],
    refine: () => [resource],
  };
}

/** Publish, which CloudTrail calls for every file where the trail names a topic. */
export function publishFamily(trail: Trail, topicArn: string): RequestFamily {
  return onOne(trail, 'sns:Publish', topicArn);
}

/** What publishing to an encrypted topic asks of the topic's key (SNS developer guide, "Key management"). */
export function topicKeyRequests(trail: Trail, keyArn: string): readonly RequestFamily[] {
  return ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => onOne(trail, action, keyArn));
}

/** The statement that lets CloudTrail publish under a key (CloudTrail user guide, "Amazon SNS topic policy for CloudTrail"). */
export function documentedTopicKeyStatement(): JsonObject {
  return {
    Sid: 'AllowCloudTrailPublish',
    Effect: 'Allow',
    Principal: { Service: CLOUDTRAIL },
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: '*',
  };
}

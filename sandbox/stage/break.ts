import { type Answer, type Caller, succeeded } from '../aws/caller.ts';
import { kmsCall } from '../aws/kms.ts';
import { bucketCall } from '../aws/s3.ts';
import { setTopicAttribute, snsCall } from '../aws/sns.ts';
import { cloudTrail } from '../side-car/trails.ts';
import { policyText, type Stage } from './stage.ts';

function breakKey(stage: Stage, caller: Caller, keyArn: string): Promise<Answer> | null {
  const { break: broken } = stage.scenario;
  switch (broken.call) {
    case 'PutKeyPolicy':
      return kmsCall(caller, broken.call, { KeyId: keyArn, Policy: policyText(broken.statements, stage) });
    case 'DisableKey':
      return kmsCall(caller, broken.call, { KeyId: keyArn });
    case 'ScheduleKeyDeletion':
      return kmsCall(caller, broken.call, { KeyId: keyArn, PendingWindowInDays: 7 });
    default:
      return null;
  }
}

function breakTopic(stage: Stage, caller: Caller, topicArn: string): Promise<Answer> | null {
  const { break: broken } = stage.scenario;
  switch (broken.call) {
    case 'SetTopicAttributes':
      return setTopicAttribute(caller, topicArn, 'Policy', policyText(broken.statements, stage));
    case 'DeleteTopic':
      return snsCall(caller, broken.call, { TopicArn: topicArn });
    default:
      return null;
  }
}

const WEEK =
  '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>week</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><Days>7</Days></Expiration></Rule></LifecycleConfiguration>';

const REQUESTER_PAYS =
  '<RequestPaymentConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Payer>Requester</Payer></RequestPaymentConfiguration>';

function breakBucket(stage: Stage, caller: Caller): Promise<Answer> | null {
  const { break: broken } = stage.scenario;
  const { bucket } = stage.trail;
  switch (broken.call) {
    case 'PutBucketPolicy':
      return bucketCall(caller, 'PUT', bucket, 'policy', policyText(broken.statements, stage));
    case 'DeleteBucketPolicy':
      return bucketCall(caller, 'DELETE', bucket, 'policy');
    case 'PutBucketLifecycle':
      return bucketCall(caller, 'PUT', bucket, 'lifecycle', WEEK);
    case 'PutBucketRequestPayment':
      return bucketCall(caller, 'PUT', bucket, 'requestPayment', REQUESTER_PAYS);
    default:
      return null;
  }
}

/** Makes the call that breaks a stage, and says when it was answered: milliseconds since the epoch. */
export async function breakStage(stage: Stage, caller: Caller): Promise<number> {
  const { trail, scenario, otherBucket } = stage;
  const { call } = scenario.break;
  if (call === 'StopLogging') {
    await cloudTrail(caller, call, { Name: trail.arn });
    return Date.now();
  }
  if (call === 'UpdateTrail') {
    await cloudTrail(caller, call, { Name: trail.arn, S3BucketName: otherBucket ?? '' });
    return Date.now();
  }
  const answer =
    breakBucket(stage, caller) ??
    breakKey(stage, caller, trail.kmsKeyArn ?? '') ??
    breakTopic(stage, caller, trail.topicArn ?? '');
  if (answer !== null) succeeded(call, await answer);
  return Date.now();
}

import type { JsonObject } from '../../../shared/policy/json.ts';
import { type Holder, type PolicyFormat, remarks, titleOf } from './printed-policy.ts';

/** CloudFormation puts a value there before the policy is written (CloudFormation user guide, "Dynamic references"). */
const DYNAMIC_REFERENCE = '{{resolve:';

/** Why a template cannot hold the policy's text as it is; the CDK writes templates too. */
export function templateRefusal(policy: JsonObject): string | null {
  return JSON.stringify(policy).includes(DYNAMIC_REFERENCE)
    ? `CloudFormation fills in what stands behind \`${DYNAMIC_REFERENCE}\``
    : null;
}

type Resource = { readonly Type: string; readonly Properties: JsonObject; readonly [attribute: string]: unknown };

function resource(holder: Holder, policy: JsonObject): readonly [id: string, Resource] {
  switch (holder.kind) {
    case 'bucket':
      return [
        'CloudTrailBucketPolicy',
        { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: holder.bucket, PolicyDocument: policy } },
      ];
    case 'key':
      return [
        'CloudTrailKey',
        {
          Type: 'AWS::KMS::Key',
          // A stack that goes must not take along what log files are read with.
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
          Properties: { KeyPolicy: policy },
        },
      ];
    case 'topic':
      return [
        'CloudTrailTopicPolicy',
        { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [holder.topicArn], PolicyDocument: policy } },
      ];
    case 'people':
      return [
        holder.audience === 'reader' ? 'CloudTrailReader' : 'CloudTrailAdmin',
        { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy } },
      ];
  }
}

const KEY_NOTE =
  'CloudFormation has no resource for the policy of a key that is there already: put this KeyPolicy into the AWS::KMS::Key that made the key, or import the key; deployed as it stands this makes a new key';

/** A template with the resource that carries the policy, written as JSON, which CloudFormation takes like YAML. */
export const cloudformation: PolicyFormat = {
  text: (printed) => {
    const [id, body] = resource(printed.holder, printed.policy);
    const [, ...notes] = remarks(printed);
    const template = {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: titleOf(printed.holder),
      Metadata: { Trailmend: { Notes: printed.holder.kind === 'key' ? [KEY_NOTE, ...notes] : notes } },
      Resources: { [id]: body },
    };
    return `${JSON.stringify(template, null, 2)}\n`;
  },
  refusal: templateRefusal,
};

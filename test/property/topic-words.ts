import fc from 'fast-check';
import type { Trail } from '../../shared/trail/trail.ts';
import { globalCondition, text } from './arbitrary-condition.ts';
import { principal, type Vocabulary } from './arbitrary-statement.ts';

/** What the statements of a topic policy are made of. */
export function topicWords(trail: Trail & { readonly topicArn: string }): Vocabulary {
  const { topicArn } = trail;
  return {
    sids: ['AWSCloudTrailSNSPolicy20131101', 'AWSCloudTrailSNSPolicy20150319'],
    principal,
    action: fc.constantFrom(
      ...['SNS:Publish', 'sns:Publish', 'sns:publish', 'SNS:Pub*', 'sns:*', '*', 'sns:Publish?', 'SNS:Subscribe'],
      ...['sns:GetTopicAttributes', 'sns.Publish', 'sns*'],
    ),
    resource: fc.constantFrom(
      ...['*', topicArn, topicArn, `${topicArn}*`, `${topicArn}-other`, 'arn:*:sns:*:*:*', topicArn.toUpperCase()],
      ...[topicArn.replace('arn:aws', 'aws:arn'), topicArn.replace(/:[0-9]{12}:/, ':${aws:SourceAccount}:')],
    ),
    condition: fc.oneof(
      { weight: 9, arbitrary: globalCondition(trail) },
      {
        weight: 4,
        arbitrary: fc.tuple(fc.constantFrom('AWS:SourceOwner', 'aws:SourceOwner'), text(trail.account, '999999999999')),
      },
    ),
  };
}

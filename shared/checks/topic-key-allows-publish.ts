import { isGranted } from '../policy/evaluate.ts';
import { documentedTopicKeyStatement, topicKeyRequests } from '../trail/notification.ts';
import { broken, type Check, healthy, notApplicable, unknown } from './check.ts';
import { parsePolicyText } from './parts/policy-reading.ts';
import { READ_TOPIC, READ_TRAIL } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** A topic that is encrypted asks for its key with every message. */
export const topicKeyAllowsPublish: Check = {
  id: 'topic-key-allows-publish',
  title: 'The key of the trail’s topic lets CloudTrail publish',
  severity: 'medium',
  mode: 'alert',
  why: 'To publish to an encrypted topic, CloudTrail needs GenerateDataKey and Decrypt on the topic’s key, which the AWS managed key gives to nobody.',
  byHand:
    'Add a statement that lets cloudtrail.amazonaws.com call kms:GenerateDataKey* and kms:Decrypt to the policy of the topic’s key; the AWS managed key cannot be changed, so that the topic then needs a key of yours.',
  reference: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  permissions: [...READ_TRAIL, ...READ_TOPIC, { action: 'kms:GetKeyPolicy', target: 'topic-key', access: 'read' }],
  evaluate: ({ trail, topicKeyArn, topicKeyPolicy, topic }) => {
    if (trail.topicArn === null) return notApplicable('the trail has no topic');
    const keyId = topic.state === 'present' ? topic.value.kmsKeyId : null;
    const isManaged = keyId !== null && /(^|:)alias\/aws\/sns$/.test(keyId);
    if (isManaged) {
      const message = 'the topic is encrypted with `alias/aws/sns`, which lets no service publish';
      const suggestion = `aws sns set-topic-attributes --topic-arn ${trail.topicArn} --attribute-name KmsMasterKeyId --attribute-value A-KEY-OF-YOURS`;
      return broken(message, { advice: [{ message: 'encrypt the topic with a key of yours', suggestion }] });
    }
    const none = unknown('the key of the topic has no policy');
    const shown = shownBy(topicKeyPolicy, none, 'the policy of the topic’s key could not be read');
    if ('finding' in shown) return shown.finding;
    const reading = parsePolicyText(shown.value, 'the policy of the topic’s key');
    if ('finding' in reading) return reading.finding;
    const answers = topicKeyRequests(trail, topicKeyArn ?? '').map((family) => ({
      family,
      answer: isGranted(reading.policy, family),
    }));
    const refused = answers.filter(({ answer }) => answer.holds === false);
    if (refused.length > 0) {
      const actions = refused.map(({ family }) => family.action);
      const message = `the key of the topic refuses CloudTrail ${actions.join(' and ')}`;
      return broken(message, {
        evidence: { refused: actions.map((action) => ({ action, resource: topicKeyArn ?? '' })) },
        advice: [
          { message: 'add this statement to the policy of the topic’s key', suggestion: documentedTopicKeyStatement() },
        ],
      });
    }
    if (answers.some(({ answer }) => answer.holds === 'unknown'))
      return unknown('the policy of the topic’s key hangs on what is not known');
    return healthy('the key of the topic lets CloudTrail publish');
  },
};

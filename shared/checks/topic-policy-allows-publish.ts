import type { Check } from './check.ts';
import { judgeAllowance } from './parts/allowance.ts';
import { judgeDenies } from './parts/blocking-deny.ts';
import { READ_STATUS, READ_TOPIC, READ_TRAIL } from './parts/rights.ts';

/** CloudTrail tells the trail's topic of every file. */
export const topicPolicyAllowsPublish: Check = {
  id: 'topic-policy-allows-publish',
  title: 'The policy of the trail’s topic lets CloudTrail publish',
  severity: 'medium',
  mode: 'restore',
  why: 'Whoever waits for notifications of log files waits in vain, while the files themselves go on arriving.',
  byHand:
    'Add the statement AWSCloudTrailSNSPolicy20150319 to the topic policy: `trailmend policy --document topic` prints it.',
  reference:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_STATUS,
    ...READ_TOPIC,
    { action: 'sns:SetTopicAttributes', target: 'topic', access: 'repair' },
  ],
  evaluate: (observation) => {
    const allowance = judgeAllowance(observation, 'topic-policy', ['publish']);
    const denies = judgeDenies(observation, 'topic-policy');
    if (allowance.verdict === 'healthy') return denies.verdict === 'healthy' ? allowance : denies;
    // A foreign Deny that surely blocks is told at once, and not after what is missing was added.
    if (denies.advice.length === 0) return allowance;
    return { ...denies, message: `${allowance.message}; ${denies.message}`, repair: allowance.repair ?? denies.repair };
  },
};

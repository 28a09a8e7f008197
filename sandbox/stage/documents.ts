import { readKeyPolicy } from '../aws/kms.ts';
import { readBucketPolicy } from '../aws/s3.ts';
import { readTopic } from '../aws/sns.ts';
import type { Engine } from '../engine/engine.ts';
import type { Break } from '../scenarios/scenario.ts';
import { lets, letsEncrypt, letsNotify, letsResults } from './judge.ts';
import { policyText, type Stage } from './stage.ts';

/** Whose policy it is. */
export type Carrier = 'bucket' | 'key' | 'topic';

const WRITTEN_BY: Readonly<Record<Carrier, Break['call']>> = {
  bucket: 'PutBucketPolicy',
  key: 'PutKeyPolicy',
  topic: 'SetTopicAttributes',
};

const REMOVED_BY: Readonly<Record<Carrier, Break['call'] | null>> = {
  bucket: 'DeleteBucketPolicy',
  key: null,
  topic: 'DeleteTopic',
};

/** What of a stage carries a policy. */
export function carriersOf({ scenario: { given } }: Stage): Carrier[] {
  return ['bucket', ...(given.key === undefined ? [] : ['key' as const]), ...(given.topic ? ['topic' as const] : [])];
}

/** The policy that a carrier has before anything breaks. */
export function givenPolicy(stage: Stage, carrier: Carrier): string {
  const { statements, key = [], topic = [] } = stage.scenario.given;
  return policyText({ bucket: statements, key, topic }[carrier], stage);
}

/** The policy as the breaking call leaves it; most calls leave it as it was given. */
export function brokenPolicy(stage: Stage, carrier: Carrier = 'bucket'): string | null {
  const { break: broken } = stage.scenario;
  if (broken.call === REMOVED_BY[carrier]) return null;
  if (broken.call === WRITTEN_BY[carrier] && 'statements' in broken) return policyText(broken.statements, stage);
  return givenPolicy(stage, carrier);
}

/** The policy as the engine has it now, or null if there is none. */
export async function readPolicy(engine: Engine, stage: Stage, carrier: Carrier): Promise<string | null> {
  switch (carrier) {
    case 'bucket':
      return readBucketPolicy(engine.behind, stage.trail.bucket);
    case 'key':
      return readKeyPolicy(engine.behind, stage.trail.kmsKeyArn ?? '');
    case 'topic':
      return (await readTopic(engine.behind, stage.trail.topicArn ?? ''))?.policy ?? null;
  }
}

/** Whether a policy lets CloudTrail do what it does with its carrier, by the side-car's own evaluator. */
export function letsIn(carrier: Carrier, text: string | null, { trail, store }: Stage): boolean {
  const policy: unknown = text === null ? null : JSON.parse(text);
  switch (carrier) {
    case 'bucket':
      return lets(policy, trail) && (store === null || letsResults(policy, store));
    case 'key':
      return letsEncrypt(policy, trail);
    case 'topic':
      return trail.topicArn !== null && letsNotify(policy, trail, trail.topicArn);
  }
}

import type { Settings } from '../../shared/settings/settings.ts';
import { readSettings } from '../deployed-settings.ts';

/** What the function is deployed with. */
export type Environment = {
  readonly settings: Settings;
  /** Where alerts go. */
  readonly topicArn: string;
  /** Where it is remembered what was seen. */
  readonly storeBucket: string;
  /** The role that the function runs under. */
  readonly roleArn: string;
  /** Where a sweep puts its work that does not fit into one invocation; null where it fits. */
  readonly workQueueUrl: string | null;
  /** The function that writes the policies of Control Tower's buckets; null where none is to. */
  readonly towerFunction: string | null;
};

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment lacks \`${name}\``);
  return value;
}

/** Reads the environment and the deployed settings. The only reader of process.env. */
export function readEnvironment(): Environment {
  return {
    settings: readSettings(),
    topicArn: required('TRAILMEND_TOPIC_ARN'),
    storeBucket: required('TRAILMEND_STORE_BUCKET'),
    roleArn: required('TRAILMEND_ROLE_ARN'),
    workQueueUrl: process.env.TRAILMEND_WORK_QUEUE_URL ?? null,
    towerFunction: process.env.TRAILMEND_TOWER_FUNCTION ?? null,
  };
}

import type { TrailArn } from './arn.ts';

/** What the names of everything begin with that AWS Control Tower makes (AWS Control Tower user guide, "How it works"). */
const NAME = 'aws-controltower-';

/** True of a trail that Control Tower made, or that delivers into a bucket of its landing zone. */
export function isControlTowers({ name }: Pick<TrailArn, 'name'>, bucket: string): boolean {
  return name.startsWith(NAME) || isControlTowersBucket(bucket);
}

/** True of a bucket of the landing zone: Control Tower's policies let nobody write its policy but one role of its own. */
export function isControlTowersBucket(bucket: string): boolean {
  return bucket.startsWith(NAME);
}

/** The role that Control Tower's policies spare (Control Tower controls reference, "Mandatory controls"). */
export const EXECUTION_ROLE = 'AWSControlTowerExecution';

import type { TrailArn } from './arn.ts';

/** What the names of everything begin with that AWS Control Tower makes (AWS Control Tower user guide, "How it works"). */
const NAME = 'aws-controltower-';

/** True of a trail that Control Tower made, or that delivers into a bucket of its landing zone. */
export function isControlTowers({ name }: Pick<TrailArn, 'name'>, bucket: string): boolean {
  return name.startsWith(NAME) || bucket.startsWith(NAME);
}

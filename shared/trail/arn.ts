/** The parts of a trail's ARN: `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`. */
export type TrailArn = {
  readonly arn: string;
  readonly partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  /** The trail's home Region: a trail has one ARN, in every Region that it covers. */
  readonly region: string;
  /** The owner; of an organization trail the management account. */
  readonly account: string;
  readonly name: string;
};

const TRAIL_ARN =
  /^arn:(aws|aws-us-gov|aws-cn):cloudtrail:([a-z]{2}(?:-[a-z]+)+-[0-9]):([0-9]{12}):trail\/([A-Za-z0-9._-]{1,128})$/;

/**
 * Reads a trail ARN, or returns null if it is none (CloudTrail API reference, CreateTrail: Name). A name of fewer than three
 * characters is read too, although CloudTrail makes none: examples have such names.
 */
export function parseTrailArn(arn: string): TrailArn | null {
  const match = TRAIL_ARN.exec(arn);
  if (match === null) return null;
  const [, partition, region = '', account = '', name = ''] = match;
  if (partition !== 'aws' && partition !== 'aws-us-gov' && partition !== 'aws-cn') return null;
  return { arn, partition, region, account, name };
}

/** The ARN of a bucket in the partition of the trail that writes to it. */
export function bucketArn(partition: TrailArn['partition'], bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}

/** The Region that an ARN names; empty where it names none. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The account that an ARN names as the owner; empty where it names none. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** True if an event's name for a resource means this ARN: the ARN itself, or what follows in it (a bucket's name, a key's id). */
export function isNamed(arn: string, name: string): boolean {
  return name !== '' && (arn === name || arn.endsWith(`:${name}`) || arn.endsWith(`/${name}`));
}

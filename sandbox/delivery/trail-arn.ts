import type { TrailArn } from '../../shared/trail/arn.ts';

const PARTITIONS = ['aws', 'aws-us-gov', 'aws-cn'] as const;

/** Reads a trail's ARN; one that is none is a mistake of the sandbox or of the engine. */
export function readTrailArn(arn: string): TrailArn {
  const [, , , region = '', account = '', resource = ''] = arn.split(':');
  const partition = PARTITIONS.find((name) => arn.startsWith(`arn:${name}:cloudtrail:`));
  const name = /^trail\/(.+)$/.exec(resource)?.[1];
  if (partition === undefined || name === undefined) throw new Error(`not the ARN of a trail: ${arn}`);
  return { arn, partition, region, account, name };
}

import type { TrailArn } from './arn.ts';

/**
 * The Regions of each partition that every account has: those of before March 20, 2019, which cannot be disabled (AWS Account
 * Management reference guide, "Enable or disable AWS Regions in your account"), and all of GovCloud and China, where there are
 * no others (AWS Regions and Availability Zones user guide, "AWS Regions").
 */
const ENABLED_BY_DEFAULT: Readonly<Record<TrailArn['partition'], readonly string[]>> = {
  aws: [
    ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
    ...['ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
    ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  ],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
};

/** The Regions that an account has only after somebody enabled them, as far as they are known here. */
const OPT_IN: readonly string[] = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
  ...['ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1'],
  ...['me-central-1', 'me-south-1', 'mx-central-1'],
];

/** Whether every account of the Region's partition has it, and cannot disable it. A Region that is not known here is opt-in. */
export function isEnabledByDefault(region: string): boolean {
  return Object.values(ENABLED_BY_DEFAULT).some((regions) => regions.includes(region));
}

/** The Regions of a partition that are known here, for where AWS does not tell which ones an account has. */
export function knownRegions(partition: TrailArn['partition']): readonly string[] {
  return partition === 'aws' ? [...ENABLED_BY_DEFAULT.aws, ...OPT_IN] : ENABLED_BY_DEFAULT[partition];
}

/** Whether accounts of a partition differ in the Regions that they have. */
export function hasOptInRegions(partition: TrailArn['partition']): boolean {
  return partition === 'aws';
}

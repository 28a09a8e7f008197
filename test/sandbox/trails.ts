import type { Trail } from '../../shared/trail/trail.ts';

/** A trail of the account 111122223333 without prefix, organization and key. */
export const SINGLE: Trail = {
  arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/example',
  partition: 'aws',
  region: 'us-east-1',
  account: '111122223333',
  name: 'example',
  bucket: 'example-logs',
  prefix: '',
  organizationId: null,
  sourceOrganizationId: null,
  kmsKeyArn: null,
  topicArn: null,
  bucketKey: false,
  logFileValidation: false,
  multiRegion: true,
  insights: false,
};

/** The same trail as an organization trail under a prefix. */
export const ORGANIZATION: Trail = { ...SINGLE, prefix: 'audit', organizationId: 'o-exampleorgid' };

/** The same trail in China. */
export const CHINA: Trail = {
  ...SINGLE,
  arn: 'arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/example',
  partition: 'aws-cn',
  region: 'cn-north-1',
};

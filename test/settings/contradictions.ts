import { contradictoryOrganizations } from './organization-examples.ts';
import { contradictoryRecords } from './record-examples.ts';
import { contradictorySources } from './source-examples.ts';
import { storeContradictions } from './store-examples.ts';

const trail = { trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit', bucket: 'audit-logs' };

/** What no schema can say: contradictions between entries. */
export const contradictions: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> = {
  'a trail twice': {
    value: { version: 1, trails: [trail, { ...trail, bucket: 'other-logs' }] },
    says: '`trails[1].trailArn` names the same trail as `trails[0]`',
  },
  ...contradictorySources,
  ...storeContradictions,
  ...contradictoryOrganizations,
  ...contradictoryRecords,
  'a bucket with two owners': {
    value: {
      version: 1,
      trails: [
        trail,
        { ...trail, trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/second', bucketOwner: '444455556666' },
      ],
    },
    says: '`trails[1].bucketOwner` makes `444455556666` the owner of `audit-logs`, and `trails[0]` says `111122223333`',
  },
  'a bucket in two Regions': {
    value: {
      version: 1,
      trails: [
        { ...trail, bucketRegion: 'eu-west-1' },
        { ...trail, trailArn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/second' },
        { ...trail, trailArn: 'arn:aws:cloudtrail:us-east-2:111122223333:trail/third', bucketRegion: 'us-east-2' },
      ],
    },
    says: '`trails[2].bucketRegion` puts `audit-logs` into `us-east-2`, and `trails[0]` says `eu-west-1`',
  },
};

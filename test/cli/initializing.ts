import { join } from 'node:path';
import { type Answers, discoveryService, environmentOf } from '../contract/discovery-service.ts';
import { Folder, type Ran, trailmend } from './trailmend.ts';

export const [MANAGEMENT, LOGS] = ['111122223333', '555566667777'];
export const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/main`;
export const SECOND = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/second`;
export const KEY = `arn:aws:kms:eu-west-1:${MANAGEMENT}:key/1234abcd`;

/** The answer to GetTrail. */
export const trail = ({ Name }: Readonly<Record<string, unknown>>) => ({
  Trail: {
    ...{ TrailARN: Name, S3BucketName: 'org-logs', KmsKeyId: KEY },
    ...{ IsOrganizationTrail: Name === TRAIL, IsMultiRegionTrail: true, LogFileValidationEnabled: true },
  },
});

/** An organization trail whose bucket lies in Log Archive, as its management account sees it. */
export const AWS: Answers = {
  GetCallerIdentity: () => ({
    Account: MANAGEMENT,
    Arn: `arn:aws:sts::${MANAGEMENT}:assumed-role/Admin/dana`,
    UserId: 'AROA',
  }),
  ListTrails: () => ({ Trails: [{ TrailARN: TRAIL }] }),
  GetTrail: trail,
  DescribeOrganization: () => ({ Organization: { Id: 'o-exampleorgid', MasterAccountId: MANAGEMENT } }),
  ListRoots: () => ({ Roots: [{ Id: 'r-a1b2' }] }),
  ListDelegatedAdministrators: () => ({ DelegatedAdministrators: [] }),
  ListAccounts: () => ({
    Accounts: [
      { Id: MANAGEMENT, Name: 'Root', Status: 'ACTIVE' },
      { Id: LOGS, Name: 'Log Archive', Status: 'ACTIVE' },
    ],
  }),
  HeadBucket: ({ ExpectedBucketOwner: owner }) =>
    owner === undefined || owner === LOGS ? { region: 'eu-west-1' } : { error: '', status: 403, region: 'eu-west-1' },
  ListObjectsV2: () => ({ CommonPrefixes: [{ Prefix: 'AWSLogs/o-exampleorgid/' }], IsTruncated: false }),
  ListEventDataStores: () => ({ EventDataStores: [] }),
  ListLandingZones: () => ({ landingZones: [] }),
};

/** Folders for settings files, each of its own. */
export class Places extends Folder {
  private count = 0;

  /** A folder with a settings file in it, if there is one. */
  place(settings?: string | Buffer): { readonly directory: string; readonly file: string } {
    this.count += 1;
    const file = this.write(`place-${this.count}/trailmend.json`, settings ?? '');
    if (settings === undefined) this.clear(file);
    return { directory: join(this.path, `place-${this.count}`), file };
  }
}

/** Runs `trailmend init` against an AWS that answers so. */
export async function init(directory: string, changes: Answers = {}, ...args: readonly string[]): Promise<Ran> {
  const service = await discoveryService({ ...AWS, ...changes });
  try {
    return await trailmend(['init', ...args], { directory, env: environmentOf(service) });
  } finally {
    await service.close();
  }
}

/** These trails, and no other. */
export const only = (...arns: readonly string[]): Answers => ({
  ListTrails: () => ({ Trails: arns.map((TrailARN) => ({ TrailARN })) }),
});

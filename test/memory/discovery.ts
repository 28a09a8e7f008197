import type { Discovery, NamedAccount } from '../../shared/discovery/ports.ts';
import type { Reading, TrailDescription } from '../../shared/reconcile/reading.ts';

/** What AWS holds, for a test of discovery. */
export type Holdings = {
  /** The account that calls. */
  readonly account: string;
  readonly trails?: Readonly<Record<string, Partial<TrailDescription>>>;
  /** Trails that exist, and that the account's list does not show. */
  readonly unlisted?: readonly string[];
  readonly organization?:
    | undefined
    | {
        readonly id: string;
        readonly managementAccount: string;
        readonly rootId?: string;
        readonly accounts?: readonly NamedAccount[];
        /** By account: the service principals that are delegated to it. */
        readonly delegated?: Readonly<Record<string, readonly string[]>>;
      };
  readonly buckets?: Readonly<
    Record<string, { readonly owner: string; readonly region: string; readonly folders?: readonly string[] }>
  >;
  /** By the ARN of an alias: that of its key. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** By topic: what it calls its key; null if it has none. */
  readonly topics?: Readonly<Record<string, string | null>>;
  /** By event data store: where results of its queries were saved. */
  readonly stores?: Readonly<Record<string, readonly string[]>>;
  /** The version of the landing zone, by its home Region. */
  readonly landingZones?: Readonly<Record<string, string>>;
  /** Accounts about which S3 gives no answer when they are named as the owner of a bucket. */
  readonly silent?: readonly string[];
  /** The actions that AWS refuses, with the resource where it refuses only there: `s3:ListBucket logs`. */
  readonly denied?: readonly string[];
};

/** The calls that were made, as `action resource`. */
export type Asked = string[];

const DESCRIPTION: TrailDescription = {
  ...{ bucket: 'logs', prefix: '', isOrganizationTrail: false, kmsKeyArn: null, topicArn: null },
  ...{ logFileValidation: false, multiRegion: false, insights: false, logGroupArn: null, logGroupRoleArn: null },
};

/** AWS, as far as discovery asks it. */
export function discoveryOf(held: Holdings, asked: Asked = []): Discovery {
  const { account, trails = {}, unlisted = [], organization, buckets = {}, aliases = {}, topics = {} } = held;
  const { stores = {}, landingZones = {}, silent = [], denied = [] } = held;
  const isDenied = (action: string, resource: string): boolean =>
    denied.includes(action) || denied.includes(`${action} ${resource}`);
  const answer = async <T>(action: string, resource: string, value: T | undefined): Promise<Reading<T>> => {
    asked.push(`${action} ${resource}`);
    if (isDenied(action, resource)) {
      const reason = `AWS denied \`${action}\` on ${resource}`;
      return { state: 'unreadable', reason, missing: { action, resource } };
    }
    return value === undefined ? { state: 'absent' } : { state: 'present', value };
  };
  const { id, managementAccount, rootId, accounts = [], delegated = {} } = organization ?? {};
  const isAdministrator = account === managementAccount || delegated[account] !== undefined;
  const administers = async <T>(action: string, value: T | undefined): Promise<Reading<T>> => {
    if (isAdministrator) return answer(`organizations:${action}`, 'the organization', value);
    const missing = { action: `organizations:${action}`, resource: 'the organization' };
    return { state: 'unreadable', reason: `AWS denied \`${missing.action}\``, missing };
  };
  return {
    caller: () => answer('sts:GetCallerIdentity', '', { account, arn: `arn:aws:iam::${account}:user/dana` }),
    trailArns: () =>
      answer(
        'cloudtrail:ListTrails',
        'the account',
        Object.keys(trails).filter((arn) => !unlisted.includes(arn)),
      ),
    trail: (arn) => answer('cloudtrail:GetTrail', arn, trails[arn] && { ...DESCRIPTION, ...trails[arn] }),
    organization: () =>
      answer(
        ...(['organizations:DescribeOrganization', 'the organization'] as const),
        id === undefined || managementAccount === undefined ? undefined : { id, managementAccount },
      ),
    root: () => administers('ListRoots', rootId),
    administrators: () =>
      administers(
        'ListDelegatedAdministrators',
        Object.keys(delegated).filter((one) => delegated[one]?.includes('cloudtrail.amazonaws.com')),
      ),
    delegatedTo: (_, one) => administers('ListDelegatedServicesForAccount', delegated[one]),
    accounts: (_, limit) =>
      administers('ListAccounts', { accounts: accounts.slice(0, limit), isComplete: accounts.length <= limit }),
    bucket: async (name, owner) => {
      asked.push(`s3:ListBucket ${name} ${owner ?? '*'}`);
      const found = buckets[name];
      if (found === undefined) return { answer: 'missing', region: null, reason: '' };
      if (owner !== null && silent.includes(owner)) return { answer: 'failed', region: null, reason: 'SlowDown' };
      const isRefused = isDenied('s3:ListBucket', name) || (owner !== null && owner !== found.owner);
      return { answer: isRefused ? 'denied' : 'yes', region: found.region, reason: '' };
    },
    folders: (name, _owner, root) => answer('s3:ListBucket', `${name}/${root}`, buckets[name]?.folders),
    key: (arn) => answer('kms:DescribeKey', arn, aliases[arn] ?? (arn.includes('alias/') ? undefined : arn)),
    topic: (arn) => {
      const kmsKeyId = topics[arn];
      return answer('sns:GetTopicAttributes', arn, kmsKeyId === undefined ? undefined : { kmsKeyId });
    },
    eventDataStores: (region) =>
      answer(
        ...(['cloudtrail:ListEventDataStores', region] as const),
        Object.keys(stores)
          .filter((arn) => arn.split(':')[3] === region)
          .map((arn) => ({ arn, name: `store-${arn.slice(-4)}`, status: 'ENABLED' })),
      ),
    savedResults: (arn) => answer('cloudtrail:ListQueries', arn, stores[arn]),
    landingZone: (region) => {
      const version = landingZones[region];
      const arn = `arn:aws:controltower:${region}:${account}:landingzone/1A2B3C4D5E6F7G8H`;
      const zone = { arn, version: version ?? '', latestVersion: '4.0', status: 'ACTIVE', isDrifted: false };
      return answer('controltower:ListLandingZones', region, version === undefined ? undefined : zone);
    },
  };
}

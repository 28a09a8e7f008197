import { checks } from '../../shared/checks/index.ts';
import { discover, type Wanted } from '../../shared/discovery/discover.ts';
import type { Found } from '../../shared/discovery/found.ts';
import { type Merged, merge } from '../../shared/discovery/merge.ts';
import type { Wishes } from '../../shared/discovery/wishes.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { type Asked, discoveryOf, type Holdings } from '../memory/discovery.ts';

export const MANAGEMENT = '111122223333';
export const LOGS = '555566667777';
export const SECURITY = '222233334444';
export const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/main`;
export const KEY = `arn:aws:kms:eu-west-1:${SECURITY}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const TOPIC = `arn:aws:sns:eu-west-1:${MANAGEMENT}:files`;

/** An organization as people have it: trail in the management account, bucket in Log Archive, key in a third account. */
export const ORGANIZATION: Holdings = {
  account: MANAGEMENT,
  trails: {
    [TRAIL]: {
      ...{ bucket: 'org-logs', prefix: 'audit', isOrganizationTrail: true, kmsKeyArn: KEY, topicArn: TOPIC },
      ...{ logFileValidation: true, multiRegion: true },
    },
  },
  organization: {
    ...{ id: 'o-exampleorgid', managementAccount: MANAGEMENT, rootId: 'r-a1b2' },
    accounts: [
      { id: MANAGEMENT, name: 'Root' },
      { id: SECURITY, name: 'Tools' },
      { id: '999900001111', name: 'Shop' },
      { id: LOGS, name: 'Log Archive' },
    ],
  },
  buckets: { 'org-logs': { owner: LOGS, region: 'eu-west-1', folders: ['o-exampleorgid', MANAGEMENT] } },
  topics: { [TOPIC]: null },
};

/** Everything in one account. */
export const ALONE: Holdings = {
  account: MANAGEMENT,
  trails: { [TRAIL]: { bucket: 'logs', multiRegion: true } },
  buckets: { logs: { owner: MANAGEMENT, region: 'eu-west-1', folders: [MANAGEMENT] } },
};

/** What is found of these holdings, and the calls that were made. */
export async function find(held: Holdings, wanted: Partial<Wanted> = {}): Promise<Found & { readonly asked: Asked }> {
  const asked: Asked = [];
  const caller = { account: held.account, arn: `arn:aws:sts::${held.account}:assumed-role/Admin/dana` };
  const all = { known: [], explained: [], region: 'eu-west-1', progress: () => {}, ...wanted };
  return { ...(await discover(caller, all, discoveryOf(held, asked))), asked };
}

/** Merges what was found into a file; null: there is none. */
export function mergeInto(before: string | null, found: Found, wishes: Partial<Wishes> = {}): Merged {
  const usual = { schema: './settings.schema.json', alertEmails: [], controlTower: false, fillIn: false };
  return merge(before, found, { ...usual, ...wishes }, checks);
}

/** The settings that a text stands for. */
export function settingsIn(text: string): Settings {
  const parsed = parseSettingsText(text, checks);
  if (parsed.state === 'valid') return parsed.settings;
  throw new Error(JSON.stringify(parsed.problems));
}

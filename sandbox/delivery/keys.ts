import type { Trail } from '../../shared/trail/trail.ts';

/** Where and when one file is written: of which account, in which Region, with which random part. */
export type FileOf = {
  readonly region: string;
  readonly account: string;
  /** The time in the file's name, in whole minutes (of a digest in seconds). */
  readonly time: Date;
  /** Sixteen letters and digits; a digest's name has none. */
  readonly id: string;
};

type Digits = { readonly day: string; readonly minutes: string; readonly seconds: string };

/** `2026/11/21`, `20261121T0005Z`, `20261121T000530Z`. */
function digits(time: Date): Digits {
  const iso = time.toISOString();
  const compact = iso.replaceAll(/[-:]/g, '');
  return {
    day: iso.slice(0, 10).replaceAll('-', '/'),
    minutes: `${compact.slice(0, 13)}Z`,
    seconds: `${compact.slice(0, 15)}Z`,
  };
}

function folder(trail: Trail, account: string, inOrganization: boolean): string {
  const prefix = trail.prefix === '' ? '' : `${trail.prefix}/`;
  const organization = inOrganization && trail.organizationId !== null ? `${trail.organizationId}/` : '';
  return `${prefix}AWSLogs/${organization}${account}`;
}

function fileIn(root: string, family: 'CloudTrail' | 'CloudTrail-Insight', file: FileOf): string {
  const { day, minutes } = digits(file.time);
  const name = `${file.account}_${family}_${file.region}_${minutes}_${file.id}.json.gz`;
  return `${root}/${family}/${file.region}/${day}/${name}`;
}

/** The key of a log file (facts §1.6); an organization trail writes all accounts' under its organization. */
export function logFileKey(trail: Trail, file: FileOf): string {
  return fileIn(folder(trail, file.account, true), 'CloudTrail', file);
}

/** The key that an organization trail would have as a trail of its own account; CloudTrail refuses it otherwise. */
export function ownLogFileKey(trail: Trail, file: FileOf): string {
  return fileIn(folder(trail, file.account, false), 'CloudTrail', file);
}

/** The key of a digest file: the trail's name and home Region are part of it. */
export function digestKey(trail: Trail, file: FileOf): string {
  const { day, seconds } = digits(file.time);
  const name = `${file.account}_CloudTrail-Digest_${file.region}_${trail.name}_${trail.region}_${seconds}.json.gz`;
  return `${folder(trail, file.account, true)}/CloudTrail-Digest/${file.region}/${day}/${name}`;
}

/** The key of a file with CloudTrail Insights events. */
export function insightKey(trail: Trail, file: FileOf): string {
  return fileIn(folder(trail, file.account, true), 'CloudTrail-Insight', file);
}

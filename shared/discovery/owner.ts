import type { FoundBucket, Owner } from './found.ts';
import type { Discovery, NamedAccount } from './ports.ts';
import type { Notebook } from './seen.ts';

/** So many accounts are tried as the owner of one bucket, each with one HeadBucket. */
const MOST = 400;

/** So many at the same time. */
const AT_ONCE = 8;

/** Control Tower's own buckets: `aws-controltower-logs-ACCOUNT-REGION` (AWS Control Tower user guide, "Guidance for S3 buckets"). */
const TOWERS = /^aws-controltower-[a-z0-9-]*?logs-(\d{12})(?:-|$)/;

/** The account in the name of a bucket that Control Tower made. */
function accountInName(bucket: string): string | null {
  return TOWERS.exec(bucket)?.[1] ?? null;
}

/** Accounts that people named after logs or an audit come first: one of them owns most of the buckets that other accounts deliver to. */
export const isLikely = ({ name }: NamedAccount): boolean => /log|audit|archive|security/i.test(name);

/** The accounts to try, the likeliest first, each once. */
function candidates(
  first: readonly string[],
  bucket: string,
  organization: readonly NamedAccount[],
): readonly string[] {
  const named = accountInName(bucket);
  const likely = organization.filter(isLikely).map(({ id }) => id);
  const all = [...first, ...(named === null ? [] : [named]), ...likely, ...organization.map(({ id }) => id)];
  return [...new Set(all)];
}

/** The first of the accounts that S3 takes as the owner, and why others could not be asked about. */
type Tried = { readonly owner: string | null; readonly failures: readonly string[] };

async function tried(bucket: string, accounts: readonly string[], ports: Discovery): Promise<Tried> {
  const failures: string[] = [];
  for (let at = 0; at < accounts.length; at += AT_ONCE) {
    const some = accounts.slice(at, at + AT_ONCE);
    const answers = await Promise.all(some.map((account) => ports.bucket(bucket, account)));
    const owner = some.find((_, place) => answers[place]?.answer === 'yes');
    if (owner !== undefined) return { owner, failures: [] };
    failures.push(...answers.flatMap(({ answer, reason }) => (answer === 'failed' ? [reason] : [])));
  }
  return { owner: null, failures };
}

/** Where to look for the owner of a bucket: the accounts to try first, and those of the organization. */
export type Search = {
  readonly first: readonly string[];
  readonly organization: readonly NamedAccount[];
  /** False if the organization may have accounts that are not among them. */
  readonly isComplete: boolean;
};

async function ownerOf(bucket: string, search: Search, ports: Discovery, { notes }: Notebook): Promise<Owner | null> {
  const all = candidates(search.first, bucket, search.organization);
  const asked = all.slice(0, MOST);
  const { owner, failures } = await tried(bucket, asked, ports);
  if (owner !== null) return { account: owner, how: 'confirmed' };
  const number = asked.length === 1 ? '1 account was' : `${asked.length} accounts were`;
  const silent =
    failures.length === 0 ? '' : `; of ${failures.length} of them S3 gave no answer (${failures[0]}): run again`;
  const isAll = asked.length === all.length && search.isComplete;
  const rest = isAll ? '' : '; there are accounts that were not tried or could not be listed';
  notes.push(`${number} tried as the owner of the bucket \`${bucket}\`, and none was taken${silent}${rest}`);
  return null;
}

/**
 * Where a bucket lies and whose it is. S3 tells nobody the owner of a bucket, but refuses a request that names a wrong one (S3 user
 * guide, "Verifying bucket ownership with bucket owner condition"): who may read the bucket can try accounts. Who may not learns the
 * Region alone.
 */
export async function findBucket(
  name: string,
  search: Search,
  ports: Discovery,
  notebook: Notebook,
): Promise<FoundBucket> {
  const { answer, region, reason } = await ports.bucket(name, null);
  switch (answer) {
    case 'yes':
      return { name, isThere: true, region, owner: await ownerOf(name, search, ports, notebook) };
    case 'missing':
      notebook.notes.push(`the bucket \`${name}\` does not exist: trails that name it deliver nowhere`);
      return { name, isThere: false, region: null, owner: null };
    case 'failed':
      notebook.unseen.push({ what: `the owner of the bucket \`${name}\``, why: reason, missing: null });
      return { name, isThere: true, region, owner: namedOwner(name) };
    case 'denied': {
      const why = `AWS denied \`s3:ListBucket\` on ${name}, which is needed to try accounts as its owner`;
      const missing = { action: 's3:ListBucket', resource: name };
      notebook.unseen.push({ what: `the owner of the bucket \`${name}\``, why, missing });
      return { name, isThere: true, region, owner: namedOwner(name) };
    }
  }
}

function namedOwner(bucket: string): Owner | null {
  const account = accountInName(bucket);
  return account === null ? null : { account, how: 'named' };
}

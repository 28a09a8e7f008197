import { bounded } from '../reconcile/bounded.ts';
import type { FoundBucket, FoundOrganization, FoundTrail } from './found.ts';
import type { Discovery } from './ports.ts';
import { type Notebook, seen } from './seen.ts';

const AT_ONCE = 8;

/** So many folders are named in a note. */
const NAMED = 10;

const ACCOUNT_OR_ORGANIZATION = /^(\d{12}|o-[a-z0-9]{10,32})$/;

/** What the trails that deliver below one folder explain: their own accounts, and their organization. */
function explained(trails: readonly FoundTrail[], organization: FoundOrganization | null): ReadonlySet<string> {
  const accounts = trails.map(({ arn }) => arn.account);
  const isOrganizations = trails.some(({ description }) => description.isOrganizationTrail);
  return new Set([...accounts, ...(isOrganizations && organization !== null ? [organization.id] : [])]);
}

function remark(bucket: string, root: string, strangers: readonly string[]): string {
  const named = strangers.slice(0, NAMED).join(', ');
  const more = strangers.length > NAMED ? ` and ${strangers.length - NAMED} more` : '';
  return `\`${bucket}\` has folders under \`${root}\` that no trail found here explains: ${named}${more}; where a trail still delivers there, name it in \`sources\`, else the account in \`formerAccounts\``;
}

/** What is known of the trails, and the accounts whose folders the settings explain. */
type Known = {
  readonly trails: readonly FoundTrail[];
  readonly buckets: readonly FoundBucket[];
  readonly organization: FoundOrganization | null;
  readonly explained: readonly string[];
};

const rootOf = ({ description: { prefix } }: FoundTrail): string => `${prefix === '' ? '' : `${prefix}/`}AWSLogs/`;

/** Says which folders of accounts and organizations in the buckets belong to no trail that is known: they are never written as a fact. */
export async function noteStrangers(known: Known, ports: Discovery, notebook: Notebook): Promise<void> {
  const places = known.buckets.flatMap(({ name, owner }) => {
    if (owner?.how !== 'confirmed') return [];
    const trails = known.trails.filter(({ description }) => description.bucket === name);
    return [...new Set(trails.map(rootOf))].map((root) => ({ name, owner: owner.account, root, trails }));
  });
  await bounded(places, AT_ONCE, async ({ name, owner, root, trails }) => {
    const folders = seen(await ports.folders(name, owner, root), `the folders in \`${name}\``, notebook) ?? [];
    const here = explained(
      trails.filter((trail) => rootOf(trail) === root),
      known.organization,
    );
    const strangers = folders.filter(
      (folder) => ACCOUNT_OR_ORGANIZATION.test(folder) && !here.has(folder) && !known.explained.includes(folder),
    );
    if (strangers.length > 0) notebook.notes.push(remark(name, root, strangers));
  });
}

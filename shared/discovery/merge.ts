import type { JsonObject } from '../policy/json.ts';
import { withoutMark } from '../settings/byte-order-mark.ts';
import { given } from '../settings/fields.ts';
import type { KnownCheck } from '../settings/modes.ts';
import { parseSettingsText } from '../settings/parse-settings.ts';
import { ownerOf, type Settings, type TrailSettings } from '../settings/settings.ts';
import { type Comparison, compare, type Difference, type Omission } from './compare.ts';
import { entryOf } from './entries.ts';
import type { Found } from './found.ts';
import { remarksOnGaps } from './gaps.ts';
import { jsonOf, organizationEdits } from './organization-edits.ts';
import { type Addition, type Settled, settle } from './settle.ts';
import type { Wishes } from './wishes.ts';

/** A settings file after a discovery. What stood there before stands there still, to the byte. */
export type Merged = Settled & {
  readonly differences: readonly Difference[];
  /** What AWS says and the file does not, by the place where it would stand; nothing if it was filled in. */
  readonly omissions: readonly { readonly place: string; readonly value: string }[];
  readonly notes: readonly string[];
};

function newFile({ schema, alertEmails }: Wishes): string {
  const head = { $schema: schema, version: 1, alertOnly: true, scheduleMinutes: 15, alertEmails, trails: [] };
  return `${JSON.stringify(head, null, 2)}\n`;
}

/**
 * Entries that agree on whose their buckets are: as the file has it, where it names the bucket; else as it was found; and where trails
 * of several accounts share one whose owner is not known, the first one's account, which is said.
 */
function agreed(
  entries: readonly TrailSettings[],
  settings: Settings | null,
  notes: string[],
): readonly TrailSettings[] {
  const owners = new Map((settings?.trails ?? []).map((entry) => [entry.bucket, ownerOf(entry)]));
  return entries.map((entry) => {
    const owner = owners.get(entry.bucket);
    if (owner === undefined) owners.set(entry.bucket, ownerOf(entry));
    if (owner === undefined || owner === ownerOf(entry)) return entry;
    notes.push(
      `\`${owner}\` is taken to own \`${entry.bucket}\`, as for the other trails that deliver there: correct \`bucketOwner\` if not`,
    );
    const { trailArn, bucket, bucketOwner: _, ...rest } = entry;
    return { trailArn, bucket, bucketOwner: owner, ...rest };
  });
}

const parsed = (text: string | null, checks: readonly KnownCheck[]): Settings | null => {
  const said = text === null ? null : parseSettingsText(text, checks);
  return said?.state === 'valid' ? said.settings : null;
};

function compared(settings: Settings | null, found: Found): readonly Comparison[] {
  return (settings?.trails ?? []).flatMap((entry, at) => {
    const trail = found.trails.find(({ arn }) => arn.arn === entry.trailArn);
    return trail === undefined ? [] : [compare(entry, at, trail, found)];
  });
}

const fill = ({ at, name, value }: Omission): Addition => ({
  ...{ path: ['trails', at], name, value, what: `trails[${at}].${name}` },
});

/** Fills in what entries leave out. Twice: where a bucket lies goes without saying by the key, which may have been filled in itself. */
function fillIn(start: string, found: Found, checks: readonly KnownCheck[]): Settled {
  const once = (text: string): Settled => {
    const omissions = compared(parsed(text, checks), found).flatMap((one) => one.omissions);
    return settle(text, omissions.map(fill), checks);
  };
  const first = once(start);
  const second = once(first.text);
  return { ...second, added: [...first.added, ...second.added] };
}

/** The trails that the file does not name yet; one that is named as a further source stays what a person made it. */
function newTrails(found: Found, settings: Settings | null, notes: string[]): readonly TrailSettings[] {
  const sources = (settings?.trails ?? []).flatMap(({ sources: list = [] }) => list.map(({ trailArn }) => trailArn));
  const fresh = found.trails.filter(({ arn }) => !settings?.trails.some(({ trailArn }) => trailArn === arn.arn));
  for (const { arn } of fresh.filter((trail) => sources.includes(trail.arn.arn)))
    notes.push(`\`${arn.name}\` is named in \`sources\`, and stays a further trail of its bucket`);
  const entries = fresh.filter(({ arn }) => !sources.includes(arn.arn)).map((trail) => entryOf(trail, found));
  return agreed(entries, settings, notes);
}

function emailAdditions(text: string, settings: Settings | null, wanted: readonly string[]): readonly Addition[] {
  if (settings === null) return [];
  const fresh = wanted.filter((address) => !settings.alertEmails.includes(address));
  const value: JsonObject = JSON.parse(withoutMark(text));
  if (value['alertEmails'] === undefined)
    return fresh.length === 0 ? [] : [{ path: [], name: 'alertEmails', value: fresh, what: 'alertEmails' }];
  return fresh.map((address) => ({
    path: ['alertEmails'],
    name: null,
    value: address,
    what: `alertEmails: ${address}`,
  }));
}

/**
 * The settings file that follows from what was found. What a person wrote wins over what AWS says, and what a person left out stays
 * out unless `fillIn` is set: both are told. `before` is a file that the parser takes, or null where there is none.
 */
export function merge(before: string | null, found: Found, wishes: Wishes, checks: readonly KnownCheck[]): Merged {
  const notes: string[] = [];
  const settings = parsed(before, checks);
  const start = before ?? newFile(wishes);
  const filled = wishes.fillIn ? fillIn(start, found, checks) : settle(start, [], checks);
  const now = parsed(filled.text, checks) ?? settings;
  const entries = newTrails(found, now, notes);
  const about = organizationEdits(found, now, entries, wishes, notes);
  const trails = entries.map(
    (entry): Addition => ({ ...{ path: ['trails'], name: null, value: jsonOf(given(entry)), what: entry.trailArn } }),
  );
  const emails = emailAdditions(start, settings, wishes.alertEmails);
  const settled = settle(filled.text, [...trails, ...about.additions, ...emails], checks);
  const comparisons = compared(now, found);
  notes.push(...remarksOnGaps(parsed(settled.text, checks)?.trails ?? [], found));
  const left = comparisons.flatMap(({ omissions }) => omissions).map(fill);
  const told = [...(wishes.fillIn ? [] : left), ...about.omissions].map(({ what: place, value }) => ({
    ...{ place, value: typeof value === 'string' ? value : JSON.stringify(value) },
  }));
  return {
    text: settled.text,
    added: [...filled.added, ...settled.added],
    leftOut: [...filled.leftOut, ...settled.leftOut],
    differences: [...comparisons.flatMap(({ differences }) => differences), ...about.differences],
    omissions: told,
    notes,
  };
}

import type { Found } from '../../shared/discovery/found.ts';
import type { Merged } from '../../shared/discovery/merge.ts';
import type { Proposal } from '../../shared/discovery/proposals.ts';
import type { MissingRight } from '../../shared/reconcile/reading.ts';

/** What `init` came to. */
export type Initialized = {
  readonly file: string;
  /** The command that deploys with this file. */
  readonly deploy: string;
  /** `written`: the file is new; `extended`: something was added to it. */
  readonly result: 'written' | 'extended' | 'unchanged' | 'printed';
  readonly found: Found;
  readonly merged: Merged;
  readonly proposals: readonly Proposal[];
};

/** The rights to grant to whoever called, each once. */
export function missingRights({ unseen }: Found): readonly MissingRight[] {
  const all = unseen.flatMap(({ missing }) => (missing === null ? [] : [missing]));
  return all.filter(
    ({ action, resource }, at) =>
      all.findIndex((other) => other.action === action && other.resource === resource) === at,
  );
}

const shown = (value: string | boolean | null): string => (value === null ? 'nothing' : `\`${value}\``);

/** Owners that nobody confirmed. */
function inferred({ buckets }: Found): readonly string[] {
  return buckets.flatMap(({ name, owner }) =>
    owner?.how === 'named'
      ? [
          `that \`${name}\` belongs to ${owner.account} is taken from its name, which Control Tower made; S3 was not seen to confirm it`,
        ]
      : [],
  );
}

/** Everything that a person has to know besides what was found and written, one sentence each. */
export function remarksOf({ found, merged, proposals, file }: Initialized): readonly string[] {
  return [
    ...merged.leftOut.map(({ what, why }) => `${what} was left out: ${why}`),
    ...merged.differences.map(
      ({ place, file: said, aws }) =>
        `\`${place}\`: the file says ${shown(said)}, AWS says ${shown(aws)}; it was left as it is`,
    ),
    ...merged.omissions.map(
      ({ place, value }) => `\`${place}\` is not in the file, and AWS says \`${value}\`; --yes fills it in`,
    ),
    ...found.gone.map(
      (arn) => `the trail \`${arn}\` is not there${file === '-' ? '' : '; nothing was removed from the file'}`,
    ),
    ...inferred(found),
    ...merged.notes,
    ...found.notes,
    ...proposals.map(({ name, entry, isComplete }) => {
      const how = isComplete
        ? 'results of its queries were saved there'
        : 'name the bucket that results of its queries are saved in';
      return `the event data store \`${name}\` is not guarded; to \`eventDataStores\` add ${JSON.stringify(entry)}: ${how}`;
    }),
  ];
}

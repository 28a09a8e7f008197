import type { TrailSettings } from '../settings/settings.ts';
import { defaultsOf, type Facts, factsOf } from './entries.ts';
import type { Found, FoundTrail } from './found.ts';

/** A field of an entry that says something else than AWS; null: AWS has nothing there. The entry stays as it is. */
export type Difference = {
  readonly place: string;
  readonly file: string | boolean;
  readonly aws: string | boolean | null;
};

/** A field that AWS would fill in and that the entry leaves out, perhaps on purpose. */
export type Omission = { readonly at: number; readonly name: keyof Facts; readonly value: string };

/** What the entry of a trail says, against what AWS says of it. */
export type Comparison = { readonly differences: readonly Difference[]; readonly omissions: readonly Omission[] };

const FIELDS: readonly (keyof Facts)[] = [
  ...(['bucket', 'bucketOwner', 'bucketRegion', 'prefix', 'organizationId', 'sourceOrganizationId'] as const),
  ...(['kmsKeyArn', 'topicArn', 'topicKmsKeyArn', 'logFileValidation', 'multiRegion'] as const),
];

/** What AWS says of the bucket that it has is nothing about another one that the entry names. */
const OF_THE_BUCKET: readonly (keyof Facts)[] = ['bucketOwner', 'bucketRegion'];

/** Compares the entry of `trails` at this place with the trail as it was found. */
export function compare(entry: TrailSettings, at: number, trail: FoundTrail, found: Found): Comparison {
  const facts = factsOf(trail, found);
  const defaults: Partial<Facts> = defaultsOf(trail, entry.kmsKeyArn ?? null);
  const differences: Difference[] = [];
  const omissions: Omission[] = [];
  for (const name of FIELDS) {
    const [file, aws] = [entry[name], facts[name]];
    const isOther = entry.bucket !== facts.bucket && OF_THE_BUCKET.includes(name);
    if (isOther || aws === undefined || file === aws) continue;
    if (file !== undefined) differences.push({ place: `trails[${at}].${name}`, file, aws });
    // What a trail is expected to have is for people to say: a file that does not is no file that lacks something.
    else if (typeof aws === 'string' && aws !== defaults[name]) omissions.push({ at, name, value: aws });
  }
  return { differences, omissions };
}

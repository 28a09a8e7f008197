import { bucketNamed } from '../../shared/discovery/found.ts';
import { withoutMark } from '../../shared/settings/byte-order-mark.ts';
import { type Initialized, missingRights, remarksOf } from './initialized.ts';
import { printedJson } from './shown.ts';

/** The JSON of `init`: what was found, what became of the file, and what could not be seen. */
export function initJson(initialized: Initialized): string {
  const { file, result, found, merged, proposals } = initialized;
  const { caller, organization, landingZone } = found;
  const settings: unknown = JSON.parse(withoutMark(merged.text));
  const value = {
    version: 1,
    ...{ file, result, caller },
    organization: organization === null ? null : { ...organization, names: Object.fromEntries(organization.names) },
    trails: found.trails.map(({ arn, description, keyArn, topicKeyArn }) => ({
      trailArn: arn.arn,
      ...description,
      kmsKeyArn: keyArn ?? description.kmsKeyArn,
      topicKmsKeyArn: topicKeyArn,
      bucketOwner: bucketNamed(found, description.bucket)?.owner ?? null,
      bucketRegion: bucketNamed(found, description.bucket)?.region ?? null,
    })),
    eventDataStores: found.stores,
    landingZone: landingZone === null ? null : { ...landingZone.zone, region: landingZone.region },
    added: merged.added.map(({ what, value: added }) => ({ what, value: added })),
    differences: merged.differences,
    notInFile: merged.omissions,
    leftOut: merged.leftOut,
    proposals: proposals.map(({ entry, isComplete }) => ({ entry, isComplete })),
    notes: remarksOf(initialized),
    unseen: found.unseen,
    missingRights: missingRights(found),
    settings,
  };
  return printedJson(value);
}

import { isControlTowers } from '../trail/control-tower.ts';
import type { FoundLandingZone, FoundOrganization, FoundTrail } from './found.ts';
import type { Discovery } from './ports.ts';
import { type Notebook, seen } from './seen.ts';

const isTowers = ({ arn, description }: FoundTrail): boolean => isControlTowers(arn, description.bucket);

/** What a person has to know who lets Trailmend guard what Control Tower made. */
function remarks(trails: readonly FoundTrail[], zone: FoundLandingZone | null): readonly string[] {
  const which = trails.map(({ arn, description }) => `\`${arn.name}\` → \`${description.bucket}\``).join(', ');
  const version = zone === null ? '' : ` (landing zone ${zone.zone.version}, home Region ${zone.region})`;
  const notice = `${which}: made by Control Tower${version}, whose service control policies let nobody but AWSControlTowerExecution write the policy of its bucket: a repair there is an alert, or \`--control-tower\` sets \`organization.controlTower.assumeExecutionRole\``;
  return trails.length === 0 ? [] : [notice];
}

/**
 * The landing zone of Control Tower. Only the management account is told of it; it is asked for in its home Region, which is one of
 * these if it has a trail.
 */
export async function findLandingZone(
  trails: readonly FoundTrail[],
  regions: readonly string[],
  organization: FoundOrganization | null,
  ports: Discovery,
  notebook: Notebook,
): Promise<FoundLandingZone | null> {
  const towers = trails.filter(isTowers);
  const homes = [...new Set([...towers.map(({ arn }) => arn.region), ...regions])];
  let found: FoundLandingZone | null = null;
  if (organization?.callerIs === 'management-account') {
    const asked = await Promise.all(
      homes.map(async (region) => ({
        region,
        zone: seen(await ports.landingZone(region), `Control Tower's landing zone in ${region}`, notebook),
      })),
    );
    found = asked.flatMap(({ zone, region }) => (zone === null ? [] : [{ zone, region }]))[0] ?? null;
  } else if (towers.length > 0) {
    const where =
      organization === null ? 'the management account' : `the management account, ${organization.managementAccount}`;
    notebook.notes.push(`the landing zone of Control Tower can be asked for from ${where}, alone`);
  }
  notebook.notes.push(...remarks(towers, found));
  return found;
}

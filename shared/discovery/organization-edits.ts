import type { JsonObject } from '../policy/json.ts';
import type { Settings, TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import type { Difference } from './compare.ts';
import { needsOrganization, organizationOf, remarksOn } from './entries.ts';
import type { Found } from './found.ts';
import type { Addition } from './settle.ts';
import type { Wishes } from './wishes.ts';

/** JSON has no `undefined`: neither have these. */
export const jsonOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value));

/** What a person has to know where the organization is wanted, and not known. */
function remarksOnNone(isSpread: boolean, { controlTower }: Wishes): readonly string[] {
  const name = 'the organization is not known: name it in `organization`';
  return [
    ...(isSpread ? [`what has to be guarded lies in several accounts, and ${name}`] : []),
    ...(controlTower ? [`\`--control-tower\` stands in \`organization\`, and ${name}`] : []),
  ];
}

/** The Region that the hub lies in by default: written down, so that it does not move when another trail comes first. */
const homeOf = (first: TrailSettings | undefined): string | undefined => parseTrailArn(first?.trailArn ?? '')?.region;

/** What the section `organization` lacks, and where it says something else. */
export function organizationEdits(
  found: Found,
  settings: Settings | null,
  entries: readonly TrailSettings[],
  wishes: Wishes,
  notes: string[],
): {
  readonly additions: readonly Addition[];
  readonly omissions: readonly Addition[];
  readonly differences: readonly Difference[];
} {
  const none = { additions: [], omissions: [], differences: [] };
  const section = organizationOf(found, wishes.controlTower);
  const there = settings?.organization;
  const isSpread = needsOrganization([...(settings?.trails ?? []), ...entries]);
  if (section === null) {
    if (there === undefined) notes.push(...remarksOnNone(isSpread, wishes));
    return none;
  }
  if (there === undefined) {
    if (!isSpread && !wishes.controlTower) return none;
    const [first] = [...(settings?.trails ?? []), ...entries];
    const value = jsonOf({ ...section, hubRegion: homeOf(first) });
    const whole: Addition = { path: [], name: 'organization', value, what: 'organization' };
    notes.push(...remarksOn(found, section));
    const isWanted = settings === null || wishes.fillIn || wishes.controlTower || needsOrganization(entries);
    return isWanted ? { ...none, additions: [whole] } : { ...none, omissions: [whole] };
  }
  const differences = (['id', 'managementAccount', 'rootId'] as const).flatMap((name): Difference[] => {
    const [file, aws] = [there[name], section[name]];
    return file === undefined || aws === undefined || file === aws
      ? []
      : [{ place: `organization.${name}`, file, aws }];
  });
  const root: readonly Addition[] =
    there.rootId !== undefined || section.rootId === undefined || differences.length > 0
      ? []
      : [{ path: ['organization'], name: 'rootId', value: section.rootId, what: 'organization.rootId' }];
  const tower: readonly Addition[] =
    !wishes.controlTower || there.controlTower !== undefined
      ? []
      : [
          {
            path: ['organization'],
            name: 'controlTower',
            value: { assumeExecutionRole: true },
            what: 'organization.controlTower',
          },
        ];
  if (wishes.controlTower && there.controlTower?.assumeExecutionRole === false)
    notes.push('`organization.controlTower.assumeExecutionRole` is false in the file, and stays so');
  return { additions: [...tower, ...(wishes.fillIn ? root : [])], omissions: wishes.fillIn ? [] : root, differences };
}

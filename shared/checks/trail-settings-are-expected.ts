import type { Observation } from '../reconcile/observation.ts';
import type { TrailDescription } from '../reconcile/reading.ts';
import { broken, type Check, healthy } from './check.ts';
import { READ_TRAIL } from './parts/rights.ts';
import { settingOptions } from './parts/trail-options.ts';
import { NO_TRAIL, shownBy } from './parts/value.ts';

type Setting = Exclude<keyof TrailDescription, 'insights' | 'logGroupArn' | 'logGroupRoleArn'>;

/** What each setting is called, in the order of what is at stake. */
const NAMES: Readonly<Record<Setting, string>> = {
  bucket: 'bucket',
  prefix: 'prefix',
  isOrganizationTrail: 'organization trail',
  kmsKeyArn: 'KMS key',
  topicArn: 'SNS topic',
  multiRegion: 'multi-Region',
  logFileValidation: 'log file validation',
};

const SETTINGS: readonly Setting[] = [
  ...(['bucket', 'prefix', 'isOrganizationTrail', 'kmsKeyArn'] as const),
  ...(['topicArn', 'multiRegion', 'logFileValidation'] as const),
];

type Deviation = { readonly setting: Setting; readonly is: string; readonly wanted: string };

const shown = (value: string | boolean | null): string => (value === null || value === '' ? 'none' : `\`${value}\``);

/** More than was remembered is no loss: whoever switches validation on, or every Region, need not be asked. */
function isGain(setting: Setting, is: string | boolean | null): boolean {
  return (setting === 'multiRegion' || setting === 'logFileValidation') && is === true;
}

/** What was remembered counts as long as the settings say what they said then: changing them accepts what is. */
function rememberedOf(expected: Observation['expected'], memory: Observation['memory']): TrailDescription | null {
  if (memory.state !== 'present' || memory.value.expected !== JSON.stringify(expected)) return null;
  return memory.value.description;
}

function deviations({ description, expected, memory }: Observation): readonly Deviation[] {
  if (description.state !== 'present') return [];
  const remembered = rememberedOf(expected, memory);
  return SETTINGS.flatMap((setting): Deviation[] => {
    const is = description.value[setting];
    const said = expected[setting];
    const wanted = said ?? remembered?.[setting];
    if (wanted === undefined || wanted === is || (said === undefined && isGain(setting, is))) return [];
    return [{ setting, is: shown(is), wanted: shown(wanted) }];
  });
}

/** The settings that the trail should have, as far as they deviate. */
function wanted({ expected, memory }: Observation, which: readonly Deviation[]): Partial<TrailDescription> {
  const remembered = rememberedOf(expected, memory) ?? {};
  const all: Partial<TrailDescription> = { ...remembered, ...expected };
  return Object.fromEntries(which.map(({ setting }) => [setting, all[setting]]));
}

/** The trail is as the settings say, or as it was last seen to be. */
export const trailSettingsAreExpected: Check = {
  id: 'trail-settings-are-expected',
  title: 'The trail delivers where and how it is expected to',
  severity: 'critical',
  mode: 'alert',
  why:
    'A trail that is pointed to another bucket goes on delivering, to somebody else. No policy is written for a new target ' +
    'until a person has put it into the settings.',
  byHand:
    'If the change is meant, write it into the settings; else put it back with `aws cloudtrail update-trail`, as `trailmend plan` prints it.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html',
  permissions: READ_TRAIL,
  evaluate: (observation) => {
    const { description, trail } = observation;
    const shown = shownBy(description, NO_TRAIL, 'the trail could not be described');
    if ('finding' in shown) return shown.finding;
    const found = deviations(observation);
    if (found.length === 0) return healthy('the trail is as expected');
    const said = found.map(({ setting, is, wanted: should }) => `${NAMES[setting]} is ${is}, and should be ${should}`);
    const command = `aws cloudtrail update-trail --region ${trail.region} --name ${trail.name} ${settingOptions(wanted(observation, found))}`;
    return broken(`the trail was changed: ${said.join('; ')}`, {
      advice: [
        {
          message: `${said.join('; ')}. If that is meant, say so in the settings; else put it back`,
          suggestion: command,
        },
      ],
    });
  },
};

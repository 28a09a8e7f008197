import type { Observation } from '../reconcile/observation.ts';
import type { TrailDescription } from '../reconcile/reading.ts';
import { type Advice, broken, type Check, healthy } from './check.ts';
import { READ_ACCOUNT_TRAILS, READ_TRAIL } from './parts/rights.ts';
import { settingOptions } from './parts/trail-options.ts';
import { shownBy } from './parts/value.ts';

/** The commands that create the trail again as it was: from what is remembered, else from the settings. */
function creation({ trail, expected, memory }: Observation): string {
  const remembered = memory.state === 'present' ? memory.value.description : null;
  const known: Partial<TrailDescription> = { bucket: trail.bucket, ...(remembered ?? expected) };
  // An option that takes something off has nothing to do on a trail that is created.
  const wanted = Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== '' && value !== null && value !== false),
  );
  const create = `aws cloudtrail create-trail --region ${trail.region} --name ${trail.name} ${settingOptions(wanted)}`;
  return `${create} && aws cloudtrail start-logging --region ${trail.region} --name ${trail.name}`;
}

/** What to do: to name its successor where there is one, else to create the trail again. */
function adviceFor(observation: Observation): Advice {
  const {
    surroundings: { fellows },
    trail,
  } = observation;
  const all = fellows.state === 'present' ? fellows.value : [];
  const successor = all.find(({ replaces }) => replaces === trail.arn);
  if (successor === undefined) {
    return { message: 'the trail is gone: create it again as it was', suggestion: creation(observation) };
  }
  const { trailArn } = successor;
  return {
    message: `the trail is gone, and \`${trailArn}\` delivers to its bucket under its prefix; nothing is written for that one before the settings name it`,
    suggestion: `if the trail was made anew under another name, let \`trailArn\` in the settings be ${trailArn}; else ${creation(observation)}`,
  };
}

/** The trail is there. */
export const trailExists: Check = {
  id: 'trail-exists',
  title: 'The trail exists',
  severity: 'critical',
  mode: 'alert',
  why: 'A trail that was deleted records nothing, and whatever happens meanwhile is recorded nowhere.',
  byHand:
    'Create the trail again as it was (`trailmend plan` prints the command), and start it; event history keeps management events of the last 90 days meanwhile.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html',
  permissions: [...READ_TRAIL, ...READ_ACCOUNT_TRAILS],
  evaluate: (observation) => {
    const { description, trail } = observation;
    const gone = broken(`the trail \`${trail.arn}\` does not exist`, { advice: [adviceFor(observation)] });
    const shown = shownBy(description, gone, 'the trail could not be described');
    return 'finding' in shown ? shown.finding : healthy('the trail exists');
  },
};

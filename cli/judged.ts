import { checks } from '../shared/checks/index.ts';
import { type CheckedFinding, type Judgement, judge } from '../shared/reconcile/judge.ts';
import { type Look, look, lookAround } from '../shared/reconcile/look.ts';
import { readingsOf } from '../shared/reconcile/observation.ts';
import type { Outcome } from '../shared/reconcile/outcome.ts';
import { type Plan, planRepairs } from '../shared/reconcile/plan.ts';
import type { MissingRight } from '../shared/reconcile/reading.ts';
import { readingOnce } from '../shared/reconcile/reading-once.ts';
import { survey } from '../shared/reconcile/survey.ts';
import type { Surroundings } from './documents.ts';
import { type LiveRun, liveRun } from './live.ts';
import { readInputs } from './offline.ts';
import { isOffline, type Values } from './options.ts';

/** What was judged, of files or of AWS. */
export type Judged = {
  readonly judgements: readonly Judgement[];
  readonly plan: Plan;
  readonly warnings: readonly string[];
  /** Trails that could not be looked at, and why. */
  readonly leftOut: readonly string[];
  /** The rights to ask for. */
  readonly missing: readonly MissingRight[];
};

/** What could not be told, and counts. */
export function unknownIn({ judgements }: Pick<Judged, 'judgements'>): readonly CheckedFinding[] {
  return judgements.flatMap(({ findings }) =>
    findings.filter(({ finding, severity }) => finding.verdict === 'unknown' && severity !== 'advice'),
  );
}

/** The rights that AWS refused a read for, each once. */
function missingIn(judgements: readonly Judgement[]): readonly MissingRight[] {
  const all = judgements.flatMap(({ observation }) =>
    readingsOf(observation).flatMap((reading) =>
      reading.state === 'unreadable' && reading.missing !== undefined ? [reading.missing] : [],
    ),
  );
  return all.filter(
    ({ action, resource }, at) =>
      all.findIndex((other) => other.action === action && other.resource === resource) === at,
  );
}

/** Several looks as one. */
function together(looks: readonly Pick<Look, 'judgements' | 'plan'>[], { leftOut }: Pick<LiveRun, 'leftOut'>): Judged {
  const judgements = looks.flatMap((one) => one.judgements);
  return {
    judgements,
    plan: {
      documents: looks.flatMap(({ plan }) => plan.documents),
      actions: looks.flatMap(({ plan }) => plan.actions),
      notRepairable: looks.flatMap(({ plan }) => plan.notRepairable),
    },
    warnings: [],
    leftOut,
    missing: missingIn(judgements),
  };
}

const trailsOf = (count: number): string => (count === 1 ? 'the trail' : `${count} trails`);

/** Looks at every group of a live run, without writing. */
export async function lookAt(
  { run, groups, leftOut }: LiveRun,
  { progress }: Pick<Surroundings, 'progress'>,
): Promise<Judged> {
  const all = groups.flat().length;
  let seenSoFar = 0;
  const tell = (): void => progress(`looking at ${trailsOf(all)}${all === 1 ? '' : `: ${seenSoFar} done`}`);
  tell();
  const looks = await Promise.all(
    groups.map(async (trails) => {
      const ports = readingOnce(run.ports);
      const asked = survey(trails, { ...run, ports });
      const [seen, around] = await Promise.all([look(trails, { ...run, ports }), asked]);
      const whole = lookAround(seen, { ...run, around });
      seenSoFar += trails.length;
      tell();
      return whole;
    }),
  );
  return together(looks, { leftOut });
}

/** What runs found, changed or tried to change, and what they leave to people: as it is after them, not before. */
export function judgedBy(outcomes: readonly Outcome[], { leftOut }: Pick<LiveRun, 'leftOut'>): Judged {
  const looks = outcomes.map(({ judgements, changes, notRepairable }) => {
    const documents = changes.flatMap(({ what }) => ('after' in what ? [what] : []));
    const actions = changes.flatMap(({ what }) => ('after' in what ? [] : [what]));
    return { judgements, plan: { documents, actions, notRepairable } };
  });
  return together(looks, { leftOut });
}

/** Judges what the options ask for: files, or the trails that the caller can see. */
export async function judged(values: Values, surroundings: Surroundings): Promise<Judged> {
  if (!isOffline(values)) return lookAt(await liveRun(values, surroundings), surroundings);
  const { observations, warnings } = readInputs(values, surroundings);
  const judgements = observations.map((observation) => judge(observation, checks, (_, mode) => mode));
  return { judgements, plan: planRepairs(judgements), warnings, leftOut: [], missing: [] };
}

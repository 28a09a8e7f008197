import type { Change } from '../../shared/reconcile/outcome.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { sourceArn } from '../../shared/settings/settings.ts';
import { parseTrailArn } from '../../shared/trail/arn.ts';
import { isControlTowers } from '../../shared/trail/control-tower.ts';
import { credentialsFor } from '../as-whom.ts';
import { BadInput } from '../bad-input.ts';
import type { Surroundings } from '../documents.ts';
import { judged, judgedBy, lookAt } from '../judged.ts';
import { type LiveRun, liveRun } from '../live.ts';
import { formatOf, isOffline, LIVE_OPTIONS, OFFLINE_OPTIONS, one, refuse, type Values } from '../options.ts';
import { appliedText, writtenText } from '../output/apply-text.ts';
import { resetText } from '../output/check-text.ts';
import { appliedJson, resetJson } from '../output/json.ts';
import { type Home, resetLandingZone } from '../reset-landing-zone.ts';
import { checkExitCode } from './check.ts';
import type { Command, Result } from './command.ts';
import { planExitCode } from './plan.ts';

/** Writes the repaired documents as files: `bucket-policy.json` and so on. */
async function applyOffline(values: Values, surroundings: Surroundings): Promise<Result> {
  refuse(values, ['reset-landing-zone'], 'goes with a live run; documents were given');
  const folder = one(values, 'out');
  if (folder === undefined) {
    throw new BadInput('--out DIR is missing: where are the repaired documents to be written?');
  }
  const found = await judged(values, surroundings);
  const files = found.plan.documents.map((change) => ({ ...change, file: `${folder}/${change.kind}.json` }));
  for (const { file, after } of files) surroundings.writeFile(file, `${JSON.stringify(after, null, 2)}\n`);
  const left = { ...found, plan: { ...found.plan, documents: [] } };
  const output = formatOf(values) === 'json' ? appliedJson(found, []) : writtenText(found, files);
  return { output, exitCode: planExitCode(left) };
}

/** The home of Control Tower: that of its own trails. */
function towerHome({ groups }: LiveRun): Home {
  const arns = groups.flat().flatMap((settings) => {
    const arn = parseTrailArn(sourceArn(settings));
    return arn !== null && isControlTowers(arn, settings.bucket) ? [arn] : [];
  });
  const [home] = arns;
  if (home === undefined)
    throw new BadInput('none of these trails is one of Control Tower: there is no landing zone to reset');
  return home;
}

/** What a person has Control Tower do; then the trails are looked at, since a reset is not promised to mend a policy. */
async function resetAndLook(values: Values, surroundings: Surroundings): Promise<Result> {
  const live = await liveRun(values, surroundings);
  const { awsControlTower } = await import('../../shared/aws/ports.ts');
  const { clock } = live.run.ports;
  const given = { zones: awsControlTower(await credentialsFor(values)), clock, say: surroundings.say };
  const reset = await resetLandingZone(towerHome(live), values.yes === true, given);
  const found = await lookAt(live, surroundings);
  const output = formatOf(values) === 'json' ? resetJson(found, reset) : resetText(found, reset, values);
  return { output, exitCode: reset.status === 'SUCCEEDED' ? checkExitCode(found) : 1 };
}

/** The same run as the Lambda's, once for each group of trails. */
async function applyLive(values: Values, surroundings: Surroundings): Promise<Result> {
  if (values.out !== undefined) throw new BadInput('--out goes with documents; a live run writes to AWS');
  if (values['reset-landing-zone'] === true) return resetAndLook(values, surroundings);
  if (values.yes !== true) {
    throw new BadInput('apply writes to AWS: look at `trailmend plan` first, then add --yes');
  }
  const live = await liveRun(values, surroundings, 'write');
  const outcomes = await Promise.all(live.groups.map((trails) => reconcile(trails, live.run)));
  const changes: readonly Change[] = outcomes.flatMap((outcome) => outcome.changes);
  const found = judgedBy(outcomes, live);
  const output = formatOf(values) === 'json' ? appliedJson(found, changes) : appliedText(found, changes, values);
  if (changes.some(({ word }) => word === 'failed')) return { output, exitCode: 1 };
  const left = { ...found, plan: { ...found.plan, documents: [], actions: [] } };
  return { output, exitCode: planExitCode(left) };
}

/** `trailmend apply`: what `plan` prints, done. */
export const apply: Command = {
  name: 'apply',
  summary: 'repair: in AWS with --yes, or of documents with --out DIR',
  options: [...OFFLINE_OPTIONS, ...LIVE_OPTIONS, 'out', 'yes', 'reset-landing-zone'],
  run: async (values, surroundings) =>
    isOffline(values) ? applyOffline(values, surroundings) : applyLive(values, surroundings),
};

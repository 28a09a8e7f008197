import type { Check, Permission } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import type { Change } from '../../shared/reconcile/outcome.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { hasRepair } from '../../shared/settings/modes.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Right } from './cloud.ts';
import { portsOver } from './cloud-ports.ts';
import { guardedIn, type Scene, scenes } from './scenes.ts';

/** What a run says and does, as one text for each check, by the check's id. */
type Said = ReadonlyMap<string, string>;

/** The settings under which every check does all that it can. */
function settingsFor(all: readonly Check[], scene: Scene): Settings {
  const modes = Object.fromEntries(all.filter(hasRepair).map(({ id }) => [id, 'restore' as const]));
  return { version: 1, ...guardedIn(scene), alertOnly: false, modes, scheduleMinutes: 15, alertEmails: [] };
}

/** How the changes came out that carry out one repair. */
function wordsOf(changes: readonly Change[], kind: string, resource: string): readonly string[] {
  return changes
    .filter(({ what }) => what.kind === kind && what.resource === resource)
    .map(({ word }) => `${word} ${kind}`);
}

/** A run of these checks in a scene where one right is denied. */
async function saidBy(all: readonly Check[], scene: Scene, denied: Right | null): Promise<Said> {
  const { cloud, guarded } = scene;
  const ports = portsOver(structuredClone(cloud), denied);
  const run = { settings: settingsFor(all, scene), checks: all, ports, cause: null, writes: [] };
  const { judgements, changes } = await reconcile([guarded], run);
  const findings = judgements.flatMap((judgement) => judgement.findings);
  const entries = findings.map(({ check, finding }) => {
    const { verdict, mode, repair, evidence, advice } = finding;
    const kind = repair?.kind === 'ensure-statements' ? repair.document : repair?.kind;
    const words = kind === undefined ? [] : wordsOf(changes, kind, repair?.resource ?? '');
    const suggestions = advice.map(({ suggestion }) => suggestion);
    return [check.id, JSON.stringify([verdict, mode, repair, evidence, suggestions, words])] as const;
  });
  return new Map(entries);
}

const inEveryScene = (all: readonly Check[], denied: Right | null): Promise<readonly Said[]> =>
  Promise.all(scenes.map((scene) => saidBy(all, scene, denied)));

const known = new Map<string, Promise<readonly Said[]>>();

/** What the whole catalogue says in every scene where one right is denied; each right is tried once. */
function saidWithout(denied: Right | null): Promise<readonly Said[]> {
  const name = denied === null ? '' : `${denied.action} ${denied.target}`;
  const found = known.get(name) ?? inEveryScene(checks, denied);
  known.set(name, found);
  return found;
}

/** Whether some scene comes out differently for a check when it lacks a right. */
export async function isNeeded(check: Check, right: Right): Promise<boolean> {
  const isListed = checks.includes(check);
  const whole = await (isListed ? saidWithout(null) : inEveryScene([check], null));
  const reduced = await (isListed ? saidWithout(right) : inEveryScene([check], right));
  return whole.some((said, at) => said.get(check.id) !== reduced[at]?.get(check.id));
}

/** The rights that a check declares and that nothing needs in any of the scenes. */
export async function needlessRights(check: Check): Promise<readonly Permission[]> {
  const needed = await Promise.all(check.permissions.map((permission) => isNeeded(check, permission)));
  return check.permissions.filter((_, at) => needed[at] !== true);
}

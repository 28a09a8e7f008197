import type { Check, Permission } from '../../shared/checks/check.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { hasRepair } from '../../shared/settings/modes.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { portsOver, type Right } from './cloud.ts';
import { guardedIn, type Scene, scenes } from './scenes.ts';

/** The settings under which a check does all that it can. */
function settingsFor(check: Check, scene: Scene): Settings {
  const modes = hasRepair(check) ? ({ [check.id]: 'restore' } as const) : {};
  return { version: 1, ...guardedIn(scene), alertOnly: false, modes, scheduleMinutes: 15, alertEmails: [] };
}

/**
 * How a run with this check alone comes out, as one text: the verdict with what rests on it, and how each change ended. A
 * run remembers whether the trail was logging, whatever check is on.
 */
async function outcomeOf(check: Check, scene: Scene, denied: Right | null): Promise<string> {
  const { cloud, guarded } = scene;
  const ports = portsOver(structuredClone(cloud), denied);
  const run = { settings: settingsFor(check, scene), checks: [check], ports, cause: null, writes: [] };
  const { judgements, changes } = await reconcile([guarded], run);
  const said = judgements.map(({ findings, observation }) => ({
    findings: findings.map(({ mode, severity, finding: { message: _, advice, ...rest } }) => ({
      ...{ mode, severity, ...rest },
      suggestions: advice.map(({ suggestion }) => suggestion),
    })),
    seenLogging:
      'status' in observation && observation.status.state === 'present' && observation.status.value.isLogging,
  }));
  return JSON.stringify({ said, changes: changes.map(({ what, word }) => `${word} ${what.kind}`) });
}

/** Whether some scene comes out differently for a check when it lacks a right. */
async function isNeeded(check: Check, right: Right): Promise<boolean> {
  for (const scene of scenes) {
    const [whole, reduced] = await Promise.all([outcomeOf(check, scene, null), outcomeOf(check, scene, right)]);
    if (whole !== reduced) return true;
  }
  return false;
}

/** The rights that a check declares and that nothing needs in any of the scenes. */
export async function needlessRights(check: Check): Promise<readonly Permission[]> {
  const needed = await Promise.all(check.permissions.map((permission) => isNeeded(check, permission)));
  return check.permissions.filter((_, at) => needed[at] !== true);
}

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Check } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { hasRepair } from '../../shared/settings/modes.ts';
import { portsOver, type Right } from './cloud.ts';
import { guardedIn, type Scene, scenes } from './scenes.ts';

/** What a check alone says and does in a scene where one right is denied. */
async function outcome(check: Check, scene: Scene, denied: Right | null): Promise<string> {
  const { cloud, guarded } = scene;
  const modes = hasRepair(check) ? ({ [check.id]: 'restore' } as const) : {};
  const settings = {
    version: 1 as const,
    ...guardedIn(scene),
    alertOnly: false,
    modes,
    scheduleMinutes: 15,
    alertEmails: [],
  };
  const { judgements, changes } = await reconcile([guarded], {
    settings,
    checks: [check],
    ports: portsOver(structuredClone(cloud), denied),
    cause: null,
    writes: [],
  });
  return JSON.stringify([
    judgements.map(({ findings }) =>
      findings.map(({ finding: { message, ...rest } }) => [
        rest.verdict,
        rest.repair,
        rest.evidence,
        rest.advice.map(({ suggestion }) => suggestion),
      ]),
    ),
    changes.map(({ word, what }) => [word, what.kind]),
  ]);
}
const rights = new Map(
  checks.flatMap(({ permissions }) => permissions).map((one) => [`${one.action} ${one.target}`, one]),
);
for (const check of checks)
  it(`${check.id} declares exactly the rights that its own finding needs`, async () => {
    const declared = check.permissions.map(({ action, target }) => `${action} ${target}`).sort();
    const needed: string[] = [];
    for (const [name, right] of rights) {
      for (const scene of scenes) {
        if ((await outcome(check, scene, null)) === (await outcome(check, scene, right))) continue;
        needed.push(name);
        break;
      }
    }
    assert.deepEqual(declared, needed.sort());
  });

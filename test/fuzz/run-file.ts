import assert from 'node:assert/strict';
import { checks } from '../../shared/checks/index.ts';
import { isLater, parseMemory } from '../../shared/reconcile/parse-memory.ts';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import { guardedTrails } from '../../shared/settings/guarded-trail.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import type { Fate, FuzzCase } from './case.ts';
import { observed } from './observed.ts';
import { reconciled } from './run-policy.ts';

/** A settings file: refused with reasons that can be shown, or read to settings that read back as the same. */
export function runSettings({ text }: FuzzCase): Fate {
  const parsed = parseSettingsText(text, checks);
  if (parsed.state === 'invalid') {
    assert.ok(parsed.problems.length > 0, 'who is refused hears why');
    for (const { place, message } of parsed.problems) {
      assert.notEqual(message, '');
      assert.doesNotMatch(place + message, /\p{Cc}/u);
      assert.ok(place.length + message.length < 1_000, `a problem of ${place.length + message.length} characters`);
    }
    return 'refused';
  }
  const { settings } = parsed;
  assert.deepEqual(parseSettingsText(JSON.stringify(settings), checks), parsed, 'settings read back as the same');
  assert.equal(guardedTrails(settings).length, settings.trails.length);
  assert.equal(targetsOf(settings, null).flat().length, settings.trails.length, 'every trail is looked at, once');
  return 'read';
}

/** A memory from the store: none of ours, or one that a run rests on where the policies are gone. */
export function runMemory({ text, trail, around, optsIn }: FuzzCase): Fate {
  isLater(text);
  const memory = parseMemory(text, trail.arn);
  if (memory === null) return 'refused';
  const written = JSON.stringify(memory);
  assert.equal(JSON.stringify(parseMemory(written, trail.arn)), written, 'a memory reads back as the same');
  const gone = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const observation = observed(trail, gone, around);
  return reconciled([{ ...observation, memory: { state: 'present', value: memory } }], optsIn);
}

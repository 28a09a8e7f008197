import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checks } from '../../shared/checks/index.ts';
import { parseMemory } from '../../shared/reconcile/parse-memory.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import { World } from '../memory/world.ts';
import { ACL, documentedKeyPolicy, documentedTopicPolicy, policyWith } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';

/** The trail that every release guarded: `memory.json` is what its function wrote of it, unchanged since. */
const TRAIL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });

const releases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
assert.ok(releases.length > 0);

for (const { name } of releases)
  describe(`what release ${name} left behind`, () => {
    const textOf = (file: string): string => readFileSync(join(import.meta.dirname, name, file), 'utf8');
    const memory = textOf('memory.json');

    /** The same trail under this release, with what that one remembered. */
    const upgraded = (policy = documentedPolicy(TRAIL)): World => {
      const policies = { key: documentedKeyPolicy(TRAIL), topic: documentedTopicPolicy(TRAIL) };
      const world = new World([TRAIL], policy, policies);
      const parsed = parseSettingsText(textOf('settings.json'), checks);
      assert.equal(parsed.state, 'valid');
      if (parsed.state === 'valid') world.settings = parsed.settings;
      world.clock.time += 7_200_000;
      world.store.writeText(TRAIL.arn, memory);
      return world;
    };

    it('is read, and nothing of it is lost', () => {
      const written: Readonly<Record<string, unknown>> = JSON.parse(memory);
      const read: Readonly<Record<string, unknown>> = { ...parseMemory(memory, TRAIL.arn) };
      const { told, ...rest } = written;
      for (const [field, value] of Object.entries(rest)) assert.deepEqual(read[field], value, field);
      // What people were told of a state that lasts is part of an incident since.
      const incident = parseMemory(memory, TRAIL.arn)?.incident;
      if (told !== undefined) assert.deepEqual(incident?.told, { ...Object(told), times: 1 });
    });

    it('a trail that was pointed elsewhere meanwhile is not taken for accepted', async () => {
      const world = upgraded();
      world.trails.set(TRAIL.arn, { description: { bucket: 'somebody-elses' } });
      const { notRepairable } = await world.pass();
      assert.deepEqual(
        notRepairable.map(({ id }) => id),
        ['trail-settings-are-expected'],
      );
    });

    it('an alert that it owed is told', async () => {
      const world = upgraded();
      await world.pass();
      assert.ok(world.notifier.alerts.some(({ body }) => body.includes('should be `example-logs`')));
      assert.deepEqual(world.store.of(TRAIL.arn).untold, []);
    });

    it('what it had seen to work is what is put back', async () => {
      const world = upgraded(policyWith(ACL));
      assert.equal((await world.pass()).word, 'restored');
      const { proven } = JSON.parse(memory);
      assert.deepEqual(world.bucket.document, proven.policies['bucket-policy']);
    });
  });

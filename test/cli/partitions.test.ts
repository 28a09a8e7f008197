import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Trail } from '../../shared/trail/trail.ts';
import { policyWith } from '../reconcile/policies.ts';
import { documented, documentedPolicy } from '../trail/documented.ts';
import { PARTITIONS, partitionsIn } from '../trail/partitions.ts';
import { argumentsFor, Folder, trailmend } from './trailmend.ts';

const folder = new Folder();
after(() => folder.remove());

const EMPTY = policyWith();

/** A command on the documents of a trail. */
async function on(trail: Trail, command: 'check' | 'plan', bucket: object, key: object, topic: object) {
  const file = (name: string, policy: object) => folder.write(`${trail.partition}-${name}`, JSON.stringify(policy));
  const documents = [
    ...['--bucket-policy', file('bucket.json', bucket)],
    ...['--key-policy', file('key.json', key), '--topic-policy', file('topic.json', topic)],
  ];
  const ran = await trailmend([command, ...argumentsFor(trail), ...documents, '--format', 'json']);
  assert.equal(ran.errors, '');
  return { ...ran, printed: JSON.parse(ran.output) };
}

for (const trail of PARTITIONS)
  describe(`the documents of a trail in ${trail.partition}`, () => {
    const key = policyWith(documented(trail, 'encrypt'), documented(trail, 'describe'), documented(trail, 'decrypt'));
    const topic = policyWith(documented(trail, 'publish'));

    it('deliver, where they are as AWS documents them', async () => {
      const { exitCode, printed } = await on(trail, 'check', documentedPolicy(trail), key, topic);
      assert.deepEqual([exitCode, printed.delivers], [0, true]);
    });

    it('do not, where they say nothing: every refused request is one of that partition', async () => {
      const { exitCode, printed, output } = await on(trail, 'check', EMPTY, EMPTY, EMPTY);
      assert.deepEqual([exitCode, printed.delivers, partitionsIn(output)], [2, false, [trail.partition]]);
    });

    it('are planned to be as AWS documents them', async () => {
      const { exitCode, printed, output } = await on(trail, 'plan', EMPTY, EMPTY, EMPTY);
      const after = printed.documents.map(({ after: policy }: { readonly after: object }) => policy);
      assert.deepEqual(after, [documentedPolicy(trail), policyWith(documented(trail, 'encrypt')), topic]);
      assert.deepEqual([exitCode, partitionsIn(output)], [2, [trail.partition]]);
    });
  });

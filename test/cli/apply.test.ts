import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SINGLE } from '../trail/trails.ts';
import { ENCRYPTED, HEALTHY, mendableDocuments, OWNER } from './encrypted.ts';
import { filesOf, type Situation } from './printed.ts';
import { ACL, LOCK, mendable, policyOf, UNTOLD, WRITE } from './situations.ts';
import { argumentsFor, Folder, handOver, type Ran, trailmend } from './trailmend.ts';

const folder = new Folder();
after(() => folder.remove());
let runs = 0;

/** Runs `apply --out` on a situation, into a folder that is not there yet. */
async function applied(situation: Situation, ...more: string[]): Promise<Ran & { readonly out: string }> {
  const inputs = new Folder();
  runs += 1;
  const out = join(folder.path, `run-${runs}`, 'repaired');
  const { args, input } = handOver(situation.policy);
  const all = ['apply', ...argumentsFor(situation.trail), ...args, ...filesOf(situation, inputs), ...more];
  const ran = await trailmend([...all, ...(situation.more ?? []), '--out', out], { input });
  inputs.remove();
  return { ...ran, out };
}

/** What the files of a folder hold, by kind of document. */
function written(out: string): Readonly<Record<string, unknown>> {
  if (!existsSync(out)) return {};
  const files = readdirSync(out).sort();
  return Object.fromEntries(files.map((file) => [file, JSON.parse(readFileSync(join(out, file), 'utf8'))]));
}

describe('apply --out writes the repaired documents', { concurrency: 2 }, () => {
  for (const [name, situation] of Object.entries({ ...mendable, ...mendableDocuments })) {
    it(`${name}: a second check finds nothing, and a second apply writes nothing`, async () => {
      const { exitCode, output, errors, out } = await applied(situation);
      assert.deepEqual([exitCode, errors], [0, '']);
      const files = Object.keys(written(out));
      assert.ok(files.length > 0);
      for (const file of files) assert.ok(output.includes(join(out, file)), output);
      const inputs = new Folder();
      const kept = [...handOver(situation.policy).args, ...filesOf(situation, inputs)];
      const args = files.reduce((all, file) => {
        const option = `--${file.replace('.json', '')}`;
        const at = all.findIndex((one) => one === option || (one === '--no-bucket-policy' && /bucket/.test(file)));
        return [...all.slice(0, at), option, join(out, file), ...all.slice(all[at] === option ? at + 2 : at + 1)];
      }, kept);
      const all = [...argumentsFor(situation.trail), ...args, ...(situation.more ?? [])];
      const input = handOver(situation.policy).input;
      const checked = await trailmend(['check', ...all], { input });
      const again = await trailmend(['apply', ...all, '--out', join(out, 'again')], { input });
      inputs.remove();
      assert.deepEqual([checked.exitCode, checked.errors], [0, ''], checked.output);
      assert.deepEqual([again.exitCode, existsSync(join(out, 'again'))], [0, false], again.output);
    });
  }

  it('the documents are those that `plan` prints', async () => {
    const { out } = await applied({ trail: SINGLE, policy: policyOf(ACL) });
    assert.deepEqual(written(out), { 'bucket-policy.json': policyOf(ACL, WRITE) });
    assert.match(readFileSync(join(out, 'bucket-policy.json'), 'utf8'), /^\{\n {2}"Version".*\n\}\n$/s);
  });

  it('as JSON: what `plan` says, and no change was made to AWS', async () => {
    const { output, exitCode } = await applied(
      { trail: ENCRYPTED, ...HEALTHY, keyPolicy: policyOf(OWNER) },
      '--format=json',
    );
    assert.equal(exitCode, 0);
    const { version, documents, actions, changes } = JSON.parse(output);
    assert.deepEqual([version, actions, changes], [1, [], []]);
    assert.deepEqual([documents[0].kind, documents.length], ['key-policy', 1]);
  });
});

describe('how apply --out exits', { concurrency: 2 }, () => {
  it('0 where nothing is to be done, and no file is written', async () => {
    const { exitCode, output, out } = await applied({ trail: ENCRYPTED, ...HEALTHY });
    assert.deepEqual([exitCode, output, written(out)], [0, '✔ nothing to change\n', {}]);
  });

  it('2 where something is left to people, though the rest was written', async () => {
    const { exitCode, output, out } = await applied({ trail: SINGLE, policy: policyOf(ACL, LOCK) });
    assert.equal(exitCode, 2);
    assert.deepEqual(written(out), { 'bucket-policy.json': policyOf(ACL, LOCK, WRITE) });
    assert.match(output, /^✗ .*`Lock`.*\n {2}bucket-policy-has-no-blocking-deny$/m);
  });

  it('1 where something cannot be told', async () => {
    const { exitCode, output, out } = await applied({ trail: SINGLE, policy: policyOf(ACL, UNTOLD) });
    assert.deepEqual([exitCode, written(out)], [1, {}]);
    assert.match(output, /^cannot be told:$/m);
    assert.match(output, /^ +bucket-policy-allows-log-delivery$/m);
    assert.doesNotMatch(output, /nothing to change/);
  });

  for (const [name, file] of [
    ['a file', 'file'],
    ['inside of a file', 'file/inside'],
    ['a name that is too long', 'x'.repeat(300)],
  ] as const) {
    it(`1 and one clear line where the folder cannot be written: ${name}`, async () => {
      folder.write('file', 'mine');
      const args = ['apply', ...argumentsFor(SINGLE), '--no-bucket-policy', '--out', join(folder.path, file)];
      const ran = await trailmend(args);
      assert.deepEqual([ran.exitCode, ran.output], [1, '']);
      assert.match(ran.errors, /^trailmend: `[^\n]*` cannot be written \(E[A-Z]+\)\n$/);
      assert.equal(readFileSync(join(folder.path, 'file'), 'utf8'), 'mine');
    });
  }

  it('what was there under the name is replaced, and nothing else of the folder', async () => {
    const place = new Folder();
    place.write('bucket-policy.json', 'old');
    place.write('other.json', 'theirs');
    const args = ['apply', ...argumentsFor(SINGLE), '--no-bucket-policy', '--out', place.path];
    assert.equal((await trailmend(args)).exitCode, 0);
    assert.deepEqual(JSON.parse(readFileSync(join(place.path, 'bucket-policy.json'), 'utf8')), policyOf(ACL, WRITE));
    assert.equal(readFileSync(join(place.path, 'other.json'), 'utf8'), 'theirs');
    place.remove();
  });

  it('a relative DIR lies where the command was started', async () => {
    const place = new Folder();
    const args = ['apply', ...argumentsFor(SINGLE), '--no-bucket-policy', '--out', 'here'];
    assert.equal((await trailmend(args, { directory: place.path })).exitCode, 0);
    assert.deepEqual(Object.keys(written(join(place.path, 'here'))), ['bucket-policy.json']);
    place.remove();
  });
});

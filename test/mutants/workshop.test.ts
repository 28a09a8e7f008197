import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { assertCaught, inCopy, plant, runTests } from './workshop.ts';

const file = 'shared/policy/glob.ts';
const TESTS = ['test/policy/variables.test.ts'];

it('a text that the source has not, or has twice, cannot be planted', () =>
  inCopy(async (folder) => {
    const before = readFileSync(join(folder, file), 'utf8');
    const planting = (find: string, replace: string) => () => plant(folder, [{ file, find, replace }]);
    assert.throws(planting('nothing of the kind', ''), /has no `nothing of the kind` any more/);
    assert.throws(planting('const', 'let'), /more than once/);
    assert.throws(planting('function matchesGlob', 'function matchesGlob'));
    assert.equal(readFileSync(join(folder, file), 'utf8'), before);
  }));

it('a copy is removed whatever comes of it', async () => {
  const folders: string[] = [];
  const keep = async (folder: string) => {
    folders.push(folder);
    assert.ok(existsSync(join(folder, file)));
  };
  await inCopy(keep);
  await assert.rejects(inCopy(async (folder) => keep(folder).then(() => Promise.reject(new Error('it failed')))));
  assert.deepEqual(
    folders.map((folder) => existsSync(folder)),
    [false, false],
  );
});

it('a bug that nothing notices, or that keeps a file from loading, is not caught', async () => {
  const reportOf = (find: string, replace: string) =>
    inCopy((folder) => {
      plant(folder, [{ file, find, replace }]);
      return runTests(folder, TESTS);
    });
  const unnoticed = await reportOf('/** Where matching starts. */', '');
  assert.throws(() => assertCaught(unnoticed, { tests: TESTS }), /no test noticed it/);
  const unreadable = await reportOf('export function matchesGlob', 'export funktion matchesGlob');
  assert.throws(() => assertCaught(unreadable, { tests: TESTS }), /cannot be loaded/);
  const unexported = await reportOf('export function parseGlob', 'function parseGlob');
  assert.throws(() => assertCaught(unexported, { tests: TESTS }), /cannot be loaded/);
  const throwing = await reportOf('return close(glob, next);', "throw new TypeError('planted');");
  assert.throws(() => assertCaught(throwing, { tests: TESTS }), /nothing but errors noticed it/);
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { filesFor, overviewOf, pageOf, writePages } from '../scripts/check-docs.ts';
import { broken, healthy, type Permission, type TrailCheck, unknown } from '../shared/checks/check.ts';
import { checks } from '../shared/checks/index.ts';
import { ACTIONS, DISCOVERY_ACTIONS, importedCommands, PEOPLE_ACTIONS, TOWER_ACTIONS } from './checks/actions.ts';
import { gapsInFiles, gapsOf, type ReadFile } from './checks/completeness.ts';

const ROOT = join(import.meta.dirname, '..');
const DOCS = join(ROOT, 'docs', 'checks');

const read: ReadFile = (path) => {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
};

describe('every check is complete', { concurrency: true }, () => {
  // That each has exactly the rights that it needs, test/checks/needed-rights.test.ts shows of them all.
  for (const check of checks)
    it(check.id, () => {
      assert.deepEqual(gapsInFiles(check, read), []);
      assert.notDeepEqual(check.permissions, [], 'it declares no right: what does it look at?');
    });

  it('each has a name of its own, which is that of its file', () => {
    const names = checks.map(({ id }) => id);
    assert.equal(new Set(names).size, names.length);
    const files = readdirSync(join(ROOT, 'shared', 'checks')).filter((file) => file.endsWith('.ts'));
    const others = ['check.ts', 'index.ts'];
    const expected = names.map((name) => `${name}.ts`).sort();
    assert.deepEqual(files.filter((file) => !others.includes(file)).sort(), expected);
  });

  it('no case file is left over from a check that is gone', () => {
    const expected = checks.map(({ id }) => `${id}.json`).sort();
    assert.deepEqual(readdirSync(join(ROOT, 'test', 'cases')).sort(), expected);
  });

  it('the rights that the ports need are known: one for every command of the SDK that they send', () => {
    const sent = importedCommands('ports');
    const without = sent.filter((name) => !Object.hasOwn(ACTIONS, name));
    assert.deepEqual(without, [], `ACTIONS in test/checks/actions.ts lacks the right for ${without.join(', ')}`);
    assert.deepEqual(sent, Object.keys(ACTIONS).sort());
    const declared = checks.flatMap(({ permissions }) => permissions.map(({ action }) => action));
    const known = [...Object.values(ACTIONS), ...Object.values(TOWER_ACTIONS).map(({ action }) => action)].map(String);
    for (const action of declared) assert.ok(known.includes(action), `no port calls ${action}`);
  });

  it('the rights that discovery needs besides are known: one for every command that it alone sends', () => {
    const besides = importedCommands('discovery').filter((name) => !Object.hasOwn(ACTIONS, name));
    assert.deepEqual(besides, Object.keys(DISCOVERY_ACTIONS).sort());
  });

  it('so are those that people need who undo repairs, and the page for them names each', () => {
    const besides = importedCommands('people').filter((name) => !Object.hasOwn(ACTIONS, name));
    assert.deepEqual(besides, Object.keys(PEOPLE_ACTIONS).sort());
    const page = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8');
    for (const action of Object.values(PEOPLE_ACTIONS)) assert.ok(page.includes(`\`${action}\``), action);
  });
});

const READ_TRAIL: Permission = { action: 'cloudtrail:GetTrail', target: 'trail', access: 'read' };

/** A check that is complete, but for what no file says of it. */
const painted: TrailCheck = {
  id: 'trail-is-painted',
  title: 'The trail is painted',
  severity: 'medium',
  mode: 'alert',
  why: 'Nobody likes a grey trail.',
  byHand: 'Paint it.',
  reference: 'https://docs.aws.amazon.com/awscloudtrail/',
  permissions: [READ_TRAIL],
  evaluate: ({ description }) => {
    if (description.state === 'unreadable') return unknown('it is too dark to see');
    return description.state === 'present' ? healthy('the trail is painted') : broken('the trail is grey');
  },
};

const CASES = JSON.stringify(['healthy', 'broken', 'unknown'].map((verdict) => ({ expect: { verdict } })));
const FILES: Readonly<Record<string, string>> = {
  'test/cases/trail-is-painted.json': CASES,
  'docs/checks/trail-is-painted.md': pageOf(painted),
  'shared/settings/settings.schema.json': JSON.stringify({
    $defs: { modes: { properties: { 'trail-is-painted': {} } } },
  }),
};

/** What is said of the painted check when it, or a file of it, is another one. */
function gapsWith(
  parts: Partial<TrailCheck>,
  files: Readonly<Record<string, string | null>> = {},
): Promise<readonly string[]> {
  const given: Readonly<Record<string, string | null>> = { ...FILES, ...files };
  return gapsOf({ ...painted, ...parts }, (path) => given[path] ?? null);
}

describe('a check that lacks something is found out, with the path or the name', { concurrency: true }, () => {
  const page = 'docs/checks/trail-is-painted.md';
  const cases = 'test/cases/trail-is-painted.json';
  const schema = 'shared/settings/settings.schema.json';

  it('one that lacks nothing is left alone', async () => assert.deepEqual(await gapsWith({}), []));

  it('a new check without any file', async () => {
    assert.deepEqual(await gapsOf(painted, read), [
      `${cases} is missing`,
      `${page} is missing: run node scripts/check-docs.ts`,
      `${schema} does not name trail-is-painted: run node scripts/settings-schema.ts`,
    ]);
  });

  for (const verdict of ['healthy', 'broken', 'unknown']) {
    it(`no case that is ${verdict}`, async () => {
      const others = CASES.replaceAll(`"${verdict}"`, '"not-applicable"');
      assert.deepEqual(await gapsWith({}, { [cases]: others }), [`${cases} has no case that is ${verdict}`]);
    });
  }

  it('a page that is out of date', async () => {
    const found = await gapsWith({ why: 'Grey is out of fashion.' });
    assert.deepEqual(found, [`${page} is out of date: run node scripts/check-docs.ts`]);
    for (const title of ['The trail is blue', 'The trail is red'])
      assert.equal((await gapsWith({ title })).length, 1, title);
  });

  for (const name of ['title', 'why', 'byHand', 'reference'] as const) {
    it(`no ${name}`, async () => {
      const bare = { ...painted, [name]: ' ' };
      const found = await gapsWith({ [name]: ' ' }, { [page]: pageOf(bare) });
      assert.deepEqual(found, [`trail-is-painted has no ${name}`]);
    });
  }

  it('no right at all', async () => {
    const found = await gapsWith({ permissions: [] }, { [page]: pageOf({ ...painted, permissions: [] }) });
    assert.deepEqual(found, ['trail-is-painted declares no right: what does it look at?']);
  });

  /** Rights that nobody needs for looking at the paint: unheard of, of another check, or on another resource. */
  const NEEDLESS: readonly Permission[] = [
    { action: 's3:DeleteBucket', target: 'bucket', access: 'repair' },
    { action: 'kms:EnableKey', target: 'key', access: 'repair' },
    { action: 's3:GetBucketPolicy', target: 'bucket', access: 'read' },
    { action: 'cloudtrail:GetTrail', target: 'bucket', access: 'read' },
    { action: 'cloudtrail:StartLogging', target: 'trail', access: 'repair' },
  ];
  for (const right of NEEDLESS) {
    it(`a right that nothing needs: ${right.action} on the ${right.target}`, async () => {
      const permissions = [READ_TRAIL, right];
      const found = await gapsWith({ permissions }, { [page]: pageOf({ ...painted, permissions }) });
      assert.deepEqual(found, [
        `trail-is-painted declares ${right.action} on the ${right.target}, and nothing needs it`,
      ]);
    });
  }
});

describe('the pages of the checks', () => {
  it('are those that the script writes, and no others: else run node scripts/check-docs.ts', () => {
    const written = readdirSync(DOCS).sort();
    assert.deepEqual(written, [...filesFor(checks).keys()].sort());
    assert.equal(readFileSync(join(DOCS, 'README.md'), 'utf8'), overviewOf(checks));
  });

  it('name every check, every right and every mode', () => {
    for (const { id, title, permissions } of checks) {
      assert.ok(overviewOf(checks).includes(`(${id}.md)`), id);
      const page = read(`docs/checks/${id}.md`) ?? '';
      assert.match(page, new RegExp(`^# ${title}$`, 'm'));
      for (const { action } of permissions) assert.ok(page.includes(`\`${action}\``), `${id}: ${action}`);
      assert.equal(
        page.includes('- `restore`'),
        permissions.some(({ access }) => access === 'repair'),
        id,
      );
    }
  });

  it('link only to what is there', () => {
    for (const [name, text] of filesFor(checks)) {
      for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
        if (target.startsWith('https://')) continue;
        assert.ok(existsSync(join(DOCS, target)), `${name} links to ${target}`);
      }
    }
  });

  it('writing twice changes nothing, and pages of checks that are gone go too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailmend-docs-'));
    const all = (): readonly (readonly [string, string])[] =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.md'))
        .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
    try {
      writePages(folder, [...checks, painted]);
      const first = all();
      assert.ok(first.some(([name]) => name === 'trail-is-painted.md'));
      writePages(folder, [...checks, painted]);
      assert.deepEqual(all(), first);
      mkdirSync(join(folder, 'pictures'));
      writeFileSync(join(folder, 'picture.svg'), '<svg/>');
      writePages(folder, checks);
      assert.deepEqual(new Map(all()), new Map([...filesFor(checks)].sort()));
      // What is no page is nobody's business.
      assert.ok(existsSync(join(folder, 'picture.svg')) && existsSync(join(folder, 'pictures')));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

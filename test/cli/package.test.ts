import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { discoveryService, environmentOf } from '../contract/discovery-service.ts';
import { SINGLE } from '../trail/trails.ts';
import { AWS, TRAIL } from './initializing.ts';
import { argumentsFor, Folder, type Ran, ROOT, run } from './trailmend.ts';

type Packed = {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
};

/** The Node that a person has, besides the one that this project comes with. */
function otherNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders.map((folder) => join(folder, 'node')).find((file) => existsSync(file) && statSync(file).isFile());
}

const NODES: readonly (readonly [string, string | undefined])[] = [
  ['the Node of this project', process.execPath],
  ['the Node on the PATH', otherNode()],
];
const NOBODY = {
  ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
  AWS_REGION: 'us-east-1',
};

describe('the package that npm packs', { timeout: 300_000 }, () => {
  const folder = new Folder();
  const place = join(folder.path, 'elsewhere');
  const bin = join(place, 'node_modules', '.bin', 'trailmend');
  let packed: Packed;

  before(async () => {
    const made = await run('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder.path], {
      directory: ROOT,
    });
    assert.equal(made.exitCode, 0, made.errors);
    // What prepack says stands before the list.
    const [one]: readonly Packed[] = JSON.parse(made.output.slice(made.output.indexOf('[\n')));
    assert.ok(one !== undefined);
    packed = one;
    folder.write('elsewhere/package.json', '{"private":true}');
    // Nothing may have to be fetched: neither from a registry nor from what earlier installs left.
    const args = ['install', '--offline', '--no-audit', '--no-fund', '--cache', join(folder.path, 'cache')];
    const installed = await run('npm', [...args, join(folder.path, packed.filename)], { directory: place });
    assert.equal(installed.exitCode, 0, installed.errors);
  });
  after(() => folder.remove());

  const trailmend = (node: string, ...args: readonly string[]): Promise<Ran> =>
    run(node, [bin, ...args], { directory: place, env: NOBODY });

  it('is small, and holds the command line, the schema of the settings, and the licences', () => {
    assert.ok(packed.size < 700_000, `${packed.size} bytes`);
    assert.ok(packed.unpackedSize < 3_500_000, `${packed.unpackedSize} bytes`);
    const paths = packed.files.map(({ path }) => path);
    const expected = ['LICENSE', 'README.md', 'dist/THIRD-PARTY-LICENSES.txt', 'dist/trailmend.js', 'package.json'];
    const rest = paths.filter((path) => !/^dist\/[\w-]+\.js$/.test(path) || path === 'dist/trailmend.js');
    assert.deepEqual(rest.sort(), [...expected, 'shared/settings/settings.schema.json'].sort());
  });

  it('brings no package along, and names the licence of everything that is in it', () => {
    assert.deepEqual(
      readdirSync(join(place, 'node_modules')).filter((name) => !name.startsWith('.')),
      ['trailmend'],
    );
    const own = join(place, 'node_modules', 'trailmend');
    const { dependencies }: { dependencies?: unknown } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'));
    assert.equal(dependencies, undefined);
    const licences = readFileSync(join(own, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    const named = [...licences.matchAll(/^(@?[\w./-]+) [\d.]+: (\S+)$/gm)];
    assert.ok(named.length > 10 && named.some(([, name]) => name === '@aws-sdk/client-cloudtrail'));
    for (const [, name, licence = ''] of named)
      assert.match(licence, /^(Apache-2\.0|MIT|MIT-0|0BSD|ISC|BSD-3-Clause)$/, name);
  });

  it('says nothing of the machine that it was packed on', () => {
    const dist = join(place, 'node_modules', 'trailmend', 'dist');
    for (const file of readdirSync(dist)) {
      const text = readFileSync(join(dist, file), 'utf8');
      assert.ok(!text.includes(ROOT) && !/^\/\/ (\.\.|\/)/m.test(text), file);
    }
  });

  for (const [name, node = ''] of NODES)
    describe(name, { skip: node === '' ? 'there is none' : false }, () => {
      it('version and help', async () => {
        const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
        assert.deepEqual(await trailmend(node, '--version'), {
          exitCode: 0,
          output: `trailmend ${version}\n`,
          errors: '',
        });
        const help = await trailmend(node, 'help');
        assert.deepEqual([help.exitCode, help.errors], [0, '']);
        assert.match(help.output, /^ {2}trailmend check /m);
      });

      it('check, plan and apply of documents', async () => {
        const file = folder.write('elsewhere/policy.json', '{"Version":"2012-10-17","Statement":[]}');
        const args = [...argumentsFor(SINGLE), '--bucket-policy', file];
        const found = await trailmend(node, 'check', ...args);
        assert.deepEqual([found.exitCode, found.errors], [2, '']);
        assert.match(found.output, /^✗ example → example-logs: does not deliver\n/);
        assert.equal((await trailmend(node, 'plan', ...args)).exitCode, 2);
        assert.equal((await trailmend(node, 'apply', ...args, '--out', 'repaired')).exitCode, 0);
        const repaired: { Statement: readonly { Action: string }[] } = JSON.parse(
          readFileSync(join(place, 'repaired', 'bucket-policy.json'), 'utf8'),
        );
        const actions = repaired.Statement.map(({ Action }) => Action);
        assert.deepEqual(actions, ['s3:GetBucketAcl', 's3:PutObject']);
      });

      it('explain', async () => {
        const { exitCode, output } = await trailmend(node, 'explain', 'trail-is-logging');
        assert.equal(exitCode, 0);
        assert.match(output, /^trail-is-logging: /);
      });

      it('init without credentials says so, and writes nothing', async () => {
        const { exitCode, output, errors } = await trailmend(node, 'init');
        assert.deepEqual([exitCode, output], [1, '']);
        // The SDK warns on an old Node of its own accord.
        assert.match(errors, /^trailmend: .*no AWS credentials were found; set AWS_PROFILE.*\n$/m);
        assert.ok(!existsSync(join(place, 'trailmend.json')));
      });
    });

  it('init against AWS names the schema that came with the package, and says where to deploy', async () => {
    const service = await discoveryService(AWS);
    const file = join(place, 'live', 'trailmend.json');
    folder.write('elsewhere/live/.keep', '');
    const ran = await run(process.execPath, [bin, 'init', '--trail-arn', TRAIL, '--out', file], {
      directory: place,
      env: environmentOf(service),
    });
    await service.close();
    assert.equal(ran.exitCode, 0, ran.errors);
    const { $schema }: { $schema: string } = JSON.parse(readFileSync(file, 'utf8'));
    assert.equal($schema, '../node_modules/trailmend/shared/settings/settings.schema.json');
    assert.ok(existsSync(join(place, 'live', $schema)));
    assert.match(ran.output, /npm run deploy, in a checkout of Trailmend\n$/);
  });

  it('is a command by itself, where the shell finds it', () => {
    const path = `${join(place, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    const { status, stdout } = spawnSync('trailmend', ['--version'], { env: { PATH: path }, encoding: 'utf8' });
    assert.deepEqual([status, /^trailmend \d/.test(stdout)], [0, true]);
  });
});

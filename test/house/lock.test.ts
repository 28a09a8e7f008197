import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { mend, platformOf } from '../../scripts/lock.ts';

type Entry = { integrity?: string; optional?: boolean; inBundle?: boolean };
const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');

describe('package-lock.json', () => {
  it('names every binary of every platform, and no download address (else run: node scripts/lock.ts)', () => {
    assert.deepEqual(mend(JSON.parse(text)), { added: 0, dropped: 0 });
  });

  it('pins every package by its hash, but for the binaries that the registry at hand does not carry', () => {
    const entries: [string, Entry][] = Object.entries(JSON.parse(text).packages);
    const loose = entries.filter(
      ([path, { integrity, optional, inBundle }]) => path !== '' && integrity === undefined && !optional && !inBundle,
    );
    assert.deepEqual(loose, []);
  });
});

describe('lock', () => {
  it('reads the platform from the name of a binary', () => {
    assert.deepEqual(platformOf('@biomejs/cli-darwin-arm64'), { os: ['darwin'], cpu: ['arm64'] });
    assert.deepEqual(platformOf('@biomejs/cli-linux-x64-musl'), { os: ['linux'], cpu: ['x64'], libc: ['musl'] });
    assert.deepEqual(platformOf('@oxc-parser/binding-linux-arm-gnueabihf'), {
      os: ['linux'],
      cpu: ['arm'],
      libc: ['glibc'],
    });
    assert.deepEqual(platformOf('@oxc-parser/binding-win32-ia32-msvc'), { os: ['win32'], cpu: ['ia32'] });
  });

  it('adds a missing binary once, and drops addresses', () => {
    const lock = {
      packages: {
        'node_modules/a': {
          version: '1.0.0',
          dev: true,
          resolved: 'https://host/a.tgz',
          optionalDependencies: { 'a-darwin-x64': '1.0.0' },
        },
      },
    };
    assert.deepEqual(mend(lock), { added: 1, dropped: 1 });
    assert.deepEqual(mend(lock), { added: 0, dropped: 0 });
    assert.deepEqual(lock.packages, {
      'node_modules/a': { version: '1.0.0', dev: true, optionalDependencies: { 'a-darwin-x64': '1.0.0' } },
      'node_modules/a-darwin-x64': { version: '1.0.0', dev: true, optional: true, os: ['darwin'], cpu: ['x64'] },
    });
  });
});

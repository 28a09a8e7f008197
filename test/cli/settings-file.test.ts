import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { deployCommand } from '../../cli/settings-file.ts';
import { ROOT } from './trailmend.ts';

const deploy = (file: string, directory: string): string =>
  deployCommand(file, {
    directory,
    environment: () => undefined,
    standardInput: () => Buffer.alloc(0),
    ...{ progress: () => {}, say: () => {}, writeFile: () => {}, replaceFile: () => {} },
  });

describe('the command that deploys with a settings file', () => {
  it('names the file unless it is the one that is taken anyway', () => {
    assert.equal(deploy('trailmend.json', ROOT), 'npm run deploy');
    assert.equal(deploy('../trailmend.json', join(ROOT, 'docs')), 'npm run deploy');
    assert.equal(
      deploy('trailmend.json', join(ROOT, 'docs')),
      'TRAILMEND_SETTINGS_FILE=docs/trailmend.json npm run deploy',
    );
    assert.equal(deploy('a.json', '/tmp'), 'TRAILMEND_SETTINGS_FILE=/tmp/a.json npm run deploy');
  });

  it('is one that a shell understands', () => {
    assert.equal(
      deploy("it's a file.json", ROOT),
      String.raw`TRAILMEND_SETTINGS_FILE='it'\''s a file.json' npm run deploy`,
    );
    assert.equal(deploy('..hidden.json', ROOT), 'TRAILMEND_SETTINGS_FILE=..hidden.json npm run deploy');
  });
});

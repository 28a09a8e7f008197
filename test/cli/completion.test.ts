import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { completedCommands } from '../../cli/commands/completion.ts';
import { checks } from '../../shared/checks/index.ts';
import { Folder, trailmend } from './trailmend.ts';

const installed = (shell: string): boolean => spawnSync(shell, ['-c', ':']).status === 0;
const missing = (shell: string): string | false => (installed(shell) ? false : `${shell} is not installed here`);

describe('shells complete the command line', () => {
  const folder = new Folder();
  const scripts = new Map<string, string>();
  before(async () => {
    folder.write('policy one.json', '{}');
    folder.write('policies/two.json', '{}');
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { output, exitCode, errors } = await trailmend(['completion', shell]);
      assert.deepEqual([exitCode, errors], [0, '']);
      scripts.set(shell, folder.write(`completion.${shell}`, output));
    }
  });
  after(() => folder.remove());

  /** What bash offers behind these words; the last one is being typed. */
  function offered(...words: readonly string[]): readonly string[] {
    // The words arrive as arguments, as a shell would have them, and never as text of a script.
    const script =
      'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _trailmend; printf "%s\\n" "${COMPREPLY[@]}"';
    const args = ['--norc', '-c', script, 'bash', scripts.get('bash') ?? '', 'trailmend', ...words];
    const { stdout, stderr } = spawnSync('bash', args, { cwd: folder.path, encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout.split('\n').filter((line) => line !== '');
  }

  describe('bash', { skip: missing('bash') }, () => {
    it('is told by `complete` what to call', () => {
      const { stdout } = spawnSync(
        'bash',
        ['--norc', '-c', 'source "$1"; complete -p trailmend', 'bash', scripts.get('bash') ?? ''],
        {
          encoding: 'utf8',
        },
      );
      assert.match(stdout, /-F _trailmend trailmend/);
    });

    for (const [words, expected] of [
      [['ch'], ['check']],
      [['p'], ['plan', 'policy']],
      [['--v'], ['--version']],
      [['check', '--for'], ['--format']],
      [
        ['check', '--format', ''],
        ['text', 'json', 'html', 'sarif'],
      ],
      [['check', '--format', '=', 'sa'], ['sarif']],
      [
        ['plan', '--format', '='],
        ['text', 'json', 'html'],
      ],
      [
        ['policy', '--format', ''],
        ['json', 'terraform', 'cloudformation', 'cdk'],
      ],
      [['policy', '--document', 'l'], ['lake']],
      [
        ['policy', '--for', ''],
        ['reader', 'admin'],
      ],
      [
        ['check', '--bucket-policy', 'poli'],
        ['policies', 'policy one.json'],
      ],
      [['apply', '--out', 'policies/'], ['policies/two.json']],
      [['check', '--bucket', ''], []],
      [
        ['completion', ''],
        ['bash', 'zsh', 'fish', '--help'],
      ],
      [['plan', '--reset'], []],
      [['apply', '--reset'], ['--reset-landing-zone']],
      [['nonsense', ''], []],
      [['explain', 'trail-is-'], ['trail-is-logging']],
      // What is typed is compared and never run.
      [['check', '--bucket-policy', '$(touch ran)'], []],
      [['$(touch ran)', '`touch ran`'], []],
    ] as const)
      it(`trailmend ${words.join(' ')}`, () => assert.deepEqual([...offered(...words)].sort(), [...expected].sort()));

    it('explain: every check', () => {
      const found = offered('explain', '').filter((word) => !word.startsWith('-'));
      assert.deepEqual(
        found,
        checks.map(({ id }) => id),
      );
    });

    it('nothing of what was typed was run', () => assert.deepEqual(offered('check', '--bucket-policy', 'ran'), []));
  });

  it('a command with verbs of its own completes these, and the options of all', () => {
    const run = async () => ({ output: '', exitCode: 0 });
    const show = { name: 'show', summary: '', options: ['format', 'settings'], run } as const;
    const list = { name: 'list', summary: '', options: ['format', 'yes'], run } as const;
    const [command] = completedCommands([{ ...list, name: 'things', commands: [list, show] }]);
    assert.deepEqual(command?.operands, ['list', 'show']);
    assert.deepEqual(command.options, [
      { name: 'format', values: ['text', 'json'] },
      { name: 'yes', values: 'nothing' },
      { name: 'settings', values: 'file' },
    ]);
  });

  for (const shell of ['zsh', 'fish'])
    it(`${shell} understands its script`, { skip: missing(shell) }, () => {
      const { status, stderr } = spawnSync(shell, ['-n', scripts.get(shell) ?? ''], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
    });

  it('fish completes commands, values and files', { skip: missing('fish') }, () => {
    const complete = (line: string): readonly string[] => {
      const args = ['-c', 'source $argv[1]; complete -C $argv[2]', scripts.get('fish') ?? '', line];
      const { stdout } = spawnSync('fish', ['--no-config', ...args], { cwd: folder.path, encoding: 'utf8' });
      return stdout.split('\n').flatMap((entry) => (entry === '' ? [] : [entry.split('\t')[0] ?? '']));
    };
    assert.deepEqual(complete('trailmend expl'), ['explain']);
    assert.deepEqual(complete('trailmend check --format sa'), ['sarif']);
    assert.ok(complete('trailmend check --bucket-policy polic').includes('policies/'));
    assert.deepEqual(complete('trailmend explain trail-is-'), ['trail-is-logging']);
  });

  for (const [args, said] of [
    [[], /^trailmend: which shell\? .*bash, zsh, fish\n$/],
    [['tcsh'], /^trailmend: there is no completion for `tcsh`; .*\n$/],
    [['bash', '--format', 'json'], /^trailmend: `trailmend completion` takes no --format\n$/],
    [['bash', 'zsh'], /^trailmend: unexpected argument `zsh`.*\n$/],
  ] as const)
    it(`completion ${args.join(' ')}: one sentence`, async () => {
      const { exitCode, output, errors } = await trailmend(['completion', ...args]);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errors, said);
    });
});

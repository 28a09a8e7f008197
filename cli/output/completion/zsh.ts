import { branch, type CompletedCommand, choosing, named } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function commandLines({ name, operands, options }: CompletedCommand): readonly string[] {
  const words = [...options.map((option) => `--${option.name}`), '--help'].join(' ');
  return [
    `    ${name})`,
    '      case $words[CURRENT-1] in',
    ...branch(named(options, 'file'), '_files'),
    ...choosing(options).flatMap(([option, values]) => branch([option], `compadd -- ${values.join(' ')}`)),
    ...branch(named(options, 'text'), '_message value'),
    '      esac',
    ...(operands.length === 0 ? [] : [`      (( CURRENT == 3 )) && compadd -- ${operands.join(' ')}`]),
    `      compadd -- ${words} ;;`,
  ];
}

/** Completion for zsh, to be sourced, or to lie as `_trailmend` in a folder of `$fpath`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  // A colon would end the name.
  const described = commands.map(({ name, summary }) => quoted(`${name}:${summary.replaceAll(':', '\\:')}`));
  return `${[
    '#compdef trailmend',
    '# Completion of trailmend for zsh: source <(trailmend completion zsh)',
    '_trailmend() {',
    '  if (( CURRENT == 2 )); then',
    '    local -a commands',
    `    commands=(${[...described, quoted('help:every command and option')].join(' ')})`,
    '    _describe command commands',
    '    return',
    '  fi',
    '  case $words[2] in',
    ...commands.flatMap(commandLines),
    '  esac',
    '}',
    'if [[ $funcstack[1] == _trailmend ]]; then _trailmend "$@"; else compdef _trailmend trailmend; fi',
  ].join('\n')}\n`;
}

import { branch, type CompletedCommand, choosing, named } from './words.ts';

function commandLines({ name, operands, options }: CompletedCommand): readonly string[] {
  const words = [...options.map((option) => `--${option.name}`), '--help'].join(' ');
  return [
    `    ${name})`,
    '      case "$before" in',
    ...branch(named(options, 'file'), '_trailmend_files "$current"'),
    ...choosing(options).flatMap(([option, values]) =>
      branch([option], `_trailmend_words "${values.join(' ')}" "$current"`),
    ),
    ...branch(named(options, 'text'), ':'),
    '      esac',
    ...(operands.length === 0 ? [] : [`      [ "$COMP_CWORD" -eq 2 ] && operands="${operands.join(' ')}"`]),
    `      _trailmend_words "$operands ${words}" "$current" ;;`,
  ];
}

/** Completion for bash from version 3.2 on, which macOS comes with: no `mapfile`, no `compopt`. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = [...commands.map(({ name }) => name), 'help', '--help', '--version'].join(' ');
  return `${[
    '# Completion of trailmend for bash: source <(trailmend completion bash)',
    '_trailmend_words() {',
    // The words hold no blanks and no patterns; what was typed is compared, and never run.
    "  local IFS=$' \\t\\n' word",
    '  for word in $1; do',
    '    case "$word" in "$2"*) COMPREPLY+=("$word") ;; esac',
    '  done',
    '}',
    '_trailmend_files() {',
    '  local file',
    '  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")',
    '}',
    '_trailmend() {',
    '  COMPREPLY=()',
    '  local current="${COMP_WORDS[COMP_CWORD]}" before="" operands=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    _trailmend_words "${names}" "$current"`,
    '    return',
    '  fi',
    '  before="${COMP_WORDS[COMP_CWORD-1]}"',
    // bash takes --format=json apart at the sign.
    '  if [ "$current" = "=" ]; then',
    '    current=""',
    '  elif [ "$before" = "=" ]; then',
    '    before="${COMP_WORDS[COMP_CWORD-2]}"',
    '  fi',
    '  case "${COMP_WORDS[1]}" in',
    ...commands.flatMap(commandLines),
    '  esac',
    '}',
    'complete -o filenames -F _trailmend trailmend',
  ].join('\n')}\n`;
}

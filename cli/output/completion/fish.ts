import type { CompletedCommand } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;

function commandLines({ name, operands, options }: CompletedCommand): readonly string[] {
  const within = `complete -c trailmend -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
  return [
    ...(operands.length === 0 ? [] : [`${within} -a ${quoted(operands.join(' '))}`]),
    ...options.map((option) => {
      const long = `${within} -l ${option.name}`;
      if (typeof option.values !== 'string') return `${long} -x -a ${quoted(option.values.join(' '))}`;
      return { nothing: long, file: `${long} -r -F`, text: `${long} -x` }[option.values];
    }),
  ];
}

/** Completion for fish, to lie as `trailmend.fish` in `~/.config/fish/completions`, or to be sourced. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  return `${[
    '# Completion of trailmend for fish: trailmend completion fish | source',
    'complete -c trailmend -f',
    "complete -c trailmend -l help -d 'every command and option'",
    "complete -c trailmend -n __fish_use_subcommand -l version -d 'the version of trailmend'",
    ...commands.map(
      ({ name, summary }) => `complete -c trailmend -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(commandLines),
  ].join('\n')}\n`;
}

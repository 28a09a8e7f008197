import { BadInput } from '../bad-input.ts';
import { type OptionName, takes } from '../options.ts';
import { bashScript } from '../output/completion/bash.ts';
import { fishScript } from '../output/completion/fish.ts';
import type { CompletedCommand, CompletedOption } from '../output/completion/words.ts';
import { zshScript } from '../output/completion/zsh.ts';
import type { Command } from './command.ts';

const FORMATS = ['text', 'json'];

function valuesOf(name: OptionName, { choices = {} }: Command): CompletedOption['values'] {
  return choices[name] ?? (name === 'format' ? FORMATS : takes(name));
}

/** The commands with their verbs and operands, options and values, each once. */
export function completedCommands(commands: readonly Command[]): readonly CompletedCommand[] {
  return commands.map((command) => {
    const all = [command, ...(command.commands ?? [])];
    const options = all.flatMap((one) => one.options.map((name) => ({ name, values: valuesOf(name, one) })));
    return {
      ...{ name: command.name, summary: command.summary },
      operands: [...(command.commands ?? []).map(({ name }) => name), ...(command.operands ?? [])],
      options: options.filter(({ name }, at) => options.findIndex((other) => other.name === name) === at),
    };
  });
}

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `trailmend completion SHELL`: a script by which a shell completes every command; `commands` is asked when it runs. */
export function completion(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    summary: 'print the script by which bash, zsh or fish completes commands',
    options: [],
    operand: 'SHELL',
    operands: Object.keys(SHELLS),
    run: async (_values, _surroundings, operand) => {
      if (operand === undefined) throw new BadInput('which shell? One of bash, zsh, fish');
      const script = Object.entries(SHELLS).find(([shell]) => shell === operand)?.[1];
      if (script === undefined)
        throw new BadInput(`there is no completion for \`${operand}\`; there is one for bash, zsh and fish`);
      return { output: script(completedCommands(commands())), exitCode: 0 };
    },
  };
}

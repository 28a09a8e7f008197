import { checks } from '../../shared/checks/index.ts';
import { BadInput } from '../bad-input.ts';
import { formatOf } from '../options.ts';
import { explanationText } from '../output/explanation.ts';
import type { Command } from './command.ts';

/** `trailmend explain CHECK`: what a check means, why it matters, and how to mend by hand. */
export const explain: Command = {
  name: 'explain',
  summary: 'say what a check means, why, and how to fix it by hand',
  options: ['format'],
  operand: 'CHECK',
  operands: checks.map(({ id }) => id),
  run: async (values, _surroundings, operand) => {
    const ids = checks.map(({ id }) => id);
    if (operand === undefined) throw new BadInput(`which check? One of ${ids.join(', ')}`);
    const check = checks.find(({ id }) => id === operand);
    if (check === undefined) throw new BadInput(`there is no check \`${operand}\`; there are ${ids.join(', ')}`);
    if (formatOf(values) === 'text') return { output: explanationText(check), exitCode: 0 };
    const { evaluate, ...said } = check;
    return { output: `${JSON.stringify(said, null, 2)}\n`, exitCode: 0 };
  },
};

import { checks } from '../../shared/checks/index.ts';
import { policyWarnings } from '../../shared/policy/warnings.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import { readInputs } from '../inputs.ts';
import { planJson } from '../output/json.ts';
import { planText } from '../output/text.ts';
import type { Command } from './command.ts';

/** `trailmend plan`: what would be changed, statement by statement, and what is left to people. */
export const plan: Command = {
  name: 'plan',
  summary: 'print the statements that a repair would add',
  run: (args, surroundings) => {
    const { format, observations, policy } = readInputs(args, surroundings);
    const judgements = observations.map((observation) => judge(observation, checks, ({ mode }) => mode));
    const planned = planRepairs(judgements);
    const warnings = policy === null ? [] : policyWarnings(policy.policy);
    const unknown = judgements.flatMap(({ findings }) =>
      findings.filter(({ finding, severity }) => finding.verdict === 'unknown' && severity !== 'advice'),
    );
    const todo = planned.documents.length + planned.actions.length + planned.notRepairable.length;
    const output = format === 'json' ? planJson(planned, warnings) : planText(planned, unknown, warnings);
    return { output, exitCode: todo > 0 ? 2 : unknown.length > 0 ? 1 : 0 };
  },
};

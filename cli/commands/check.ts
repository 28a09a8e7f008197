import { checks } from '../../shared/checks/index.ts';
import { policyWarnings } from '../../shared/policy/warnings.ts';
import { judge } from '../../shared/reconcile/judge.ts';
import { readInputs } from '../inputs.ts';
import { checkJson } from '../output/json.ts';
import { checkText } from '../output/text.ts';
import type { Command } from './command.ts';

/** `trailmend check`: does CloudTrail get through? */
export const check: Command = {
  name: 'check',
  summary: 'judge whether CloudTrail can deliver',
  run: (args, surroundings) => {
    const { format, observations, policy } = readInputs(args, surroundings);
    const judgements = observations.map((observation) => judge(observation, checks, ({ mode }) => mode));
    const warnings = policy === null ? [] : policyWarnings(policy.policy);
    const output = format === 'json' ? checkJson(judgements, warnings) : checkText(judgements, warnings);
    const counted = judgements.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'advice'));
    const has = (verdict: string): boolean => counted.some(({ finding }) => finding.verdict === verdict);
    return { output, exitCode: has('broken') ? 2 : has('unknown') ? 1 : 0 };
  },
};

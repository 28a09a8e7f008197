import type { Alert } from '../reconcile/memory.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { toldIn } from '../reconcile/sight.ts';
import { severityOf } from './words.ts';

/** So many values of an attribute are told; SNS counts them as part of the message. */
const VALUES = 20;

const distinct = (values: readonly string[]): readonly string[] => {
  const all = [...new Set(values)];
  return all.length === 0 ? ['none'] : all.slice(0, VALUES);
};

/** What filter policies of subscriptions may choose by (SNS developer guide, "Message filtering"). */
export function attributesOf(outcome: Outcome, word: string): Alert['attributes'] {
  const { judgements } = outcome;
  return {
    outcome: word,
    severity: severityOf(outcome),
    bucket: judgements[0]?.trail.bucket ?? 'none',
    check: distinct(toldIn(outcome).map(({ check }) => check.id)),
    trail: distinct(judgements.map(({ trail }) => trail.arn)),
    account: distinct(judgements.map(({ trail }) => trail.account)),
  };
}

import type { Advice, Repair } from '../checks/check.ts';
import { carveOut, heldTo } from '../policy/carve-out.ts';
import type { JsonObject } from '../policy/json.ts';
import type { CheckedFinding, Judgement } from './judge.ts';

/** What a person has to do. */
export type NotRepairable = {
  readonly id: string;
  readonly message: string;
  readonly suggestion: string | JsonObject | null;
};

/** What the settings let be repaired of a trail. */
export function repairsOf(judgement: Judgement): readonly Repair[] {
  return judgement.findings.flatMap(({ mode, finding }) =>
    mode === 'restore' && finding.repair !== null ? [finding.repair] : [],
  );
}

/** The statements that a repair turns back, by document and place. */
function restoredBy(repair: Repair): readonly string[] {
  return repair.kind === 'ensure-statements' ? repair.restore.map(({ index }) => `${repair.document} ${index}`) : [];
}

const isTold = ({ mode, finding }: CheckedFinding): boolean =>
  mode !== 'advice' && (finding.advice.length > 0 || finding.repair !== null);

/** What is broken and is not repaired, of one trail. */
function leftOf(judgement: Judgement): readonly Left[] {
  const repaired = new Set(repairsOf(judgement).flatMap(restoredBy));
  const isExplained = judgement.findings.some((found) => found.finding.verdict === 'broken' && isTold(found));
  return judgement.findings.flatMap(({ check: { id }, mode, finding }): Left[] => {
    const { verdict, message, repair, advice } = finding;
    if (verdict !== 'broken' || mode === 'advice') return [];
    const told = advice.map((one) => ({ id, ...one, trailArn: judgement.trail.arn }));
    if (told.length > 0 && (repair === null || mode === 'restore')) return told;
    // What has neither advice nor repair is explained by another finding, unless nobody hears of that one.
    if (repair === null) return isExplained ? [] : [{ id, message, suggestion: null, trailArn: judgement.trail.arn }];
    if (mode === 'restore') return told;
    const turned = restoredBy(repair);
    const addsNothing = repair.kind === 'ensure-statements' && repair.add.length === 0;
    const covered = addsNothing && turned.length > 0 && turned.every((place) => repaired.has(place));
    const own = { id, message, suggestion: suggestionOf(repair), trailArn: judgement.trail.arn };
    return covered ? told : [own, ...told];
  });
}

type Left = NotRepairable & Pick<Advice, 'spares' | 'holds'> & { readonly trailArn: string };

/** One statement for all the trails that it is about: two of them, each for one trail, would undo one another. */
function together(left: readonly Left[]): readonly NotRepairable[] {
  const statementOf = ({ spares, holds }: Left): Advice['spares'] => spares ?? holds;
  const isSame = (one: Left, other: Left): boolean => {
    const [mine, theirs] = [statementOf(one), statementOf(other)];
    if (one.id !== other.id || mine === undefined || mine.document !== theirs?.document) return false;
    return JSON.stringify(mine.statement.source) === JSON.stringify(theirs.statement.source);
  };
  const firsts = left.filter((one, at) => !left.slice(0, at).some((earlier) => isSame(earlier, one)));
  return firsts.map((one): NotRepairable => {
    const { id, message, spares, holds, trailArn } = one;
    const others = left.filter((other) => other !== one && isSame(other, one)).map((other) => other.trailArn);
    if (spares !== undefined) return { id, message, suggestion: carveOut(spares.statement, trailArn, ...others) };
    if (holds !== undefined) return { id, message, suggestion: heldTo(holds.statement, trailArn, ...others) };
    return { id, message, suggestion: one.suggestion };
  });
}

function suggestionOf(repair: Repair): string | JsonObject {
  switch (repair.kind) {
    case 'start-logging':
      return `aws cloudtrail start-logging --name ${repair.resource}`;
    case 'cancel-key-deletion':
      return `aws kms cancel-key-deletion --key-id ${repair.resource}, and then aws kms enable-key --key-id ${repair.resource}`;
    case 'enable-key':
      return `aws kms enable-key --key-id ${repair.resource}`;
    case 'set-request-payer': {
      const bucket = repair.resource.slice(repair.resource.lastIndexOf(':') + 1);
      return `aws s3api put-bucket-request-payment --bucket ${bucket} --expected-bucket-owner ${repair.owner} --request-payment-configuration Payer=BucketOwner`;
    }
    case 'ensure-statements':
      return { Statement: [...repair.restore.map(({ statement }) => statement), ...repair.add] };
  }
}

/**
 * What is broken and is not repaired: by its nature, or because the settings say so. Of a Deny that is `turned` back, together
 * with what is missing of other trails, nothing is left.
 */
export function leftToPeople(
  judgements: readonly Judgement[],
  turned: readonly JsonObject[],
): readonly NotRepairable[] {
  const texts = new Set(turned.map((source) => JSON.stringify(source)));
  const left = judgements.flatMap(leftOf);
  return together(left.filter(({ spares }) => !texts.has(JSON.stringify(spares?.statement.source))));
}

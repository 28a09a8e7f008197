import { isDeepStrictEqual } from 'node:util';
import { asList, isMap } from '../delivery/json.ts';
import { brokenPolicy, type Carrier, givenPolicy, letsIn } from './documents.ts';
import { lets } from './judge.ts';
import type { Stage } from './stage.ts';

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

function statementsOf(text: string | null): readonly unknown[] {
  const document = parse(text);
  return isMap(document) ? asList(document['Statement']) : [];
}

/** What is wrong with a policy in the end, or null: what was there stands where it stood, and more only if repaired. */
export function wrongPolicy(after: string | null, stage: Stage, carrier: Carrier = 'bucket'): string | null {
  const { expect } = stage.scenario;
  const broken = brokenPolicy(stage, carrier);
  const before = statementsOf(broken);
  const now = statementsOf(after);
  const first = statementsOf(givenPolicy(stage, carrier));
  for (const [index, statement] of before.entries()) {
    const wanted = index === expect.flippedBack ? first[index] : statement;
    if (!isDeepStrictEqual(now[index], wanted)) return `statement ${index} of the ${carrier} policy is not what it was`;
  }
  if (expect.word === 'explained' && now.length !== before.length) return `the ${carrier} policy was written`;
  // A policy that nobody broke lets CloudTrail even where a deleted topic or a disabled key does not.
  const delivers = expect.delivers || letsIn(carrier, broken, stage);
  if (letsIn(carrier, after, stage) !== delivers) return `the ${carrier} policy ${delivers ? 'refuses' : 'allows'}`;
  if (carrier === 'bucket' && stage.secondTrail !== null && !lets(parse(after), stage.secondTrail))
    return 'the second trail is refused';
  return null;
}

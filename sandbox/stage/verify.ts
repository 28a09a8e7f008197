import { isDeepStrictEqual } from 'node:util';
import { asList, isMap } from '../delivery/json.ts';
import { lets } from './judge.ts';
import { policyText, type Stage } from './stage.ts';

function statementsOf(text: string | null): readonly unknown[] {
  const document: unknown = text === null ? null : JSON.parse(text);
  return isMap(document) ? asList(document['Statement']) : [];
}

/** The policy as the breaking call leaves it; StopLogging leaves it as it was given. */
export function brokenPolicy(stage: Stage): string | null {
  const { given, break: broken } = stage.scenario;
  switch (broken.call) {
    case 'PutBucketPolicy':
      return policyText(broken.statements, stage);
    case 'DeleteBucketPolicy':
      return null;
    case 'StopLogging':
      return policyText(given.statements, stage);
  }
}

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

/** What is wrong with the policy in the end, or null: what was there stands where it stood, and more only if repaired. */
export function wrongPolicy(after: string | null, stage: Stage): string | null {
  const { expect, given } = stage.scenario;
  const before = statementsOf(brokenPolicy(stage));
  const now = statementsOf(after);
  const first = statementsOf(policyText(given.statements, stage));
  for (const [index, statement] of before.entries()) {
    const wanted = index === expect.flippedBack ? first[index] : statement;
    if (!isDeepStrictEqual(now[index], wanted)) return `statement ${index} is not what it was`;
  }
  if (expect.word === 'explained' && now.length !== before.length) return 'the policy was written';
  if (lets(parse(after), stage.trail) !== expect.delivers)
    return `delivery is ${expect.delivers ? 'refused' : 'allowed'}`;
  if (stage.secondTrail !== null && !lets(parse(after), stage.secondTrail)) return 'the second trail is refused';
  return null;
}

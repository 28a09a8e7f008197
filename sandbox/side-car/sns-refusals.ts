import type { Call } from './call.ts';
import { malformedTopicPolicy } from './malformed-policy.ts';
import { namesMissingPrincipal } from './missing-principal.ts';
import type { Refusal } from './refuse.ts';
import type { World } from './world.ts';

function invalid(message: string): Refusal {
  return { status: 400, code: 'InvalidParameter', message: `Invalid parameter: ${message}` };
}

/** What SNS would refuse and the engine would let pass: topic policies that it cannot read or resolve. */
export async function snsRefusal(
  { engine, organization }: World,
  { operation, parameters }: Call,
): Promise<Refusal | null> {
  const { AttributeName: name, AttributeValue: text } = parameters;
  if (operation !== 'SetTopicAttributes' || name !== 'Policy' || typeof text !== 'string') return null;
  const wrong = malformedTopicPolicy(text);
  if (wrong === 'Policy has invalid action') return invalid('Policy statement action out of service scope!');
  if (wrong === 'Invalid principal in policy') return invalid('Policy Error: PrincipalNotFound');
  if (wrong !== null) return invalid('Policy Error: null');
  const isMissing = await namesMissingPrincipal(engine, organization, JSON.parse(text));
  return isMissing ? invalid('Policy Error: PrincipalNotFound') : null;
}

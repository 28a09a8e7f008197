import { type Answer, type Caller, query } from './caller.ts';

const IAM = '2010-05-08';

/** A call of IAM. */
export function iamCall(caller: Caller, Action: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
  return query(caller, 'iam', IAM, { ...parameters, Action });
}

/** The trust policy of a role of the caller's account, or null if there is no such role. */
export async function readTrust(caller: Caller, roleName: string): Promise<unknown> {
  const answer = await iamCall(caller, 'GetRole', { RoleName: roleName });
  const text = /<AssumeRolePolicyDocument>([^<]*)<\/AssumeRolePolicyDocument>/.exec(answer.text)?.[1];
  if (answer.errorCode !== null || text === undefined) return null;
  return JSON.parse(decodeURIComponent(text));
}

/**
 * Whether the identity policies of a user or role let them do something, by the engine's own IAM (SimulatePrincipalPolicy);
 * resource policies and session policies are not asked.
 */
export async function identityLets(owner: Caller, arn: string, action: string, resource: string): Promise<boolean> {
  const ask = { PolicySourceArn: arn, 'ActionNames.member.1': action, 'ResourceArns.member.1': resource };
  const answer = await iamCall(owner, 'SimulatePrincipalPolicy', ask);
  return /<EvalDecision>allowed<\/EvalDecision>/.test(answer.text);
}

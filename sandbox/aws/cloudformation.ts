import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Caller, query, succeeded } from './caller.ts';
import { unescapeXml } from './xml.ts';

const VERSION = '2010-05-15';

function call(caller: Caller, Action: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
  return query(caller, 'cloudformation', VERSION, { ...parameters, Action });
}

/** The status of a stack, or null if there is none. */
export async function stackStatus(caller: Caller, StackName: string): Promise<string | null> {
  const answer = await call(caller, 'DescribeStacks', { StackName });
  const status = /<StackStatus>([A-Z_]+)<\/StackStatus>/.exec(answer.text)?.[1] ?? null;
  return answer.errorCode !== null || status === 'DELETE_COMPLETE' ? null : status;
}

/** Why the first resource of a stack failed, in the words of CloudFormation. */
async function failureOf(caller: Caller, StackName: string): Promise<string> {
  const { text } = await call(caller, 'DescribeStackEvents', { StackName });
  const reasons = [...text.matchAll(/<ResourceStatusReason>([^<]+)<\/ResourceStatusReason>/g)];
  return unescapeXml(reasons.at(-1)?.[1] ?? 'no reason is given');
}

async function untilDone(caller: Caller, stackName: string): Promise<string | null> {
  for (;;) {
    const status = await stackStatus(caller, stackName);
    if (status === null || !status.endsWith('_IN_PROGRESS')) return status;
    await pause(20);
  }
}

/** Creates a stack from a template, or updates it; throws CloudFormation's reason where that fails. */
export async function putStack(
  caller: Caller,
  stack: { readonly name: string; readonly templateBody: string; readonly capabilities: readonly string[] },
): Promise<void> {
  const { name: StackName, templateBody: TemplateBody, capabilities } = stack;
  const exists = (await stackStatus(caller, StackName)) !== null;
  const wanted = Object.fromEntries(capabilities.map((one, at) => [`Capabilities.member.${at + 1}`, one]));
  const action = exists ? 'UpdateStack' : 'CreateStack';
  const answer = await call(caller, action, { StackName, TemplateBody, ...wanted });
  if (/No updates are to be performed/.test(answer.text)) return;
  succeeded(`${action} ${StackName}`, answer);
  const status = await untilDone(caller, StackName);
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return;
  throw new Error(`${StackName} ended in ${status}: ${await failureOf(caller, StackName)}`);
}

/** Deletes a stack and waits until it is gone; one that is not there is gone already. */
export async function deleteStack(caller: Caller, StackName: string): Promise<void> {
  if ((await stackStatus(caller, StackName)) === null) return;
  succeeded(`DeleteStack ${StackName}`, await call(caller, 'DeleteStack', { StackName }));
  const status = await untilDone(caller, StackName);
  if (status !== null) throw new Error(`${StackName} ended in ${status}: ${await failureOf(caller, StackName)}`);
}

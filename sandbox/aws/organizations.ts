import { type Answer, type Caller, json, succeeded } from './caller.ts';

/** A call of Organizations. */
export function organizationsCall(caller: Caller, operation: string, body: unknown): Promise<Answer> {
  return json(caller, 'organizations', `AWSOrganizationsV20161128.${operation}`, body);
}

/** What Organizations says, as JSON; it throws where the call fails. */
export async function organizations<T>(caller: Caller, operation: string, body: unknown = {}): Promise<T> {
  return JSON.parse(succeeded(operation, await organizationsCall(caller, operation, body)).text);
}

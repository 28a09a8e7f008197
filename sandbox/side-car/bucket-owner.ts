import { type Caller, inAccount, rest } from '../aws/caller.ts';
import { accountsOf, type Organization } from './organization.ts';

/** Whether a bucket is an account's, as the engine says now. */
export async function isOwner(engine: Caller, account: string, bucket: string): Promise<boolean> {
  const list = { service: 's3', method: 'GET', path: '/', query: { prefix: bucket } };
  const listed = await rest(inAccount(engine, account), list);
  return listed.text.includes(`<Name>${bucket}</Name>`);
}

/** The root of the account that a bucket lies in; one that nobody in the organization owns is looked at as it was. */
export async function asBucketOwner(engine: Caller, organization: Organization, bucket: string): Promise<Caller> {
  const own = engine.credentials.accessKeyId;
  for (const account of [own, ...accountsOf(organization).filter((other) => other !== own)])
    if (await isOwner(engine, account, bucket)) return inAccount(engine, account);
  return engine;
}

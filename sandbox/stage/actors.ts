import { type Caller, query, succeeded } from '../aws/caller.ts';
import { ACCOUNT, type Engine } from '../engine/engine.ts';
import type { ActorName } from '../scenarios/scenario.ts';

/** Somebody who calls AWS: with which keys, and as which ARN it is recorded. */
export type Actor = { readonly caller: Caller; readonly arn: string };

const IAM = '2010-05-08';
const STS = '2011-06-15';
const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' }],
});

function tag(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
}

async function iam(engine: Engine, parameters: Readonly<Record<string, string>>): Promise<string> {
  return succeeded(parameters['Action'] ?? '', await query(engine.root, 'iam', IAM, parameters)).text;
}

/** Makes a person with an access key, who may do what the identity policy says. */
export async function createPerson(engine: Engine, name: string, policy = EVERYTHING): Promise<Actor> {
  await iam(engine, { Action: 'CreateUser', UserName: name });
  await iam(engine, { Action: 'PutUserPolicy', UserName: name, PolicyName: 'all', PolicyDocument: policy });
  const keys = await iam(engine, { Action: 'CreateAccessKey', UserName: name });
  const credentials = { accessKeyId: tag(keys, 'AccessKeyId'), secretAccessKey: tag(keys, 'SecretAccessKey') };
  return {
    caller: { ...engine.root, credentials, userAgent: 'aws-cli/2.31.0', sourceAddress: '198.51.100.23' },
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  };
}

async function pipeline(engine: Engine, role: string, session: string): Promise<Actor> {
  await iam(engine, { Action: 'CreateRole', RoleName: role, AssumeRolePolicyDocument: TRUST });
  await iam(engine, { Action: 'PutRolePolicy', RoleName: role, PolicyName: 'all', PolicyDocument: EVERYTHING });
  const assume = { Action: 'AssumeRole', RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, RoleSessionName: session };
  const keys = succeeded('AssumeRole', await query(engine.root, 'sts', STS, assume)).text;
  const credentials = {
    accessKeyId: tag(keys, 'AccessKeyId'),
    secretAccessKey: tag(keys, 'SecretAccessKey'),
    sessionToken: tag(keys, 'SessionToken'),
  };
  const userAgent = 'HashiCorp Terraform/1.13.3 terraform-provider-aws/6.14.0';
  return {
    caller: { ...engine.root, credentials, userAgent, sourceAddress: '203.0.113.7' },
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
  };
}

/** Makes the people and pipelines that break things. */
export async function createActors(engine: Engine): Promise<Readonly<Record<ActorName, Actor>>> {
  return {
    dana: await createPerson(engine, 'dana'),
    pipeline: await pipeline(engine, 'DeployPipeline', 'apply-4711'),
  };
}

import type { Trail } from '../../shared/trail/trail.ts';
import { inAccount, succeeded } from '../aws/caller.ts';
import { iamCall } from '../aws/iam.ts';
import { createKey } from '../aws/kms.ts';
import { bucketCall } from '../aws/s3.ts';
import { ACCOUNT, type Engine, LOG_ARCHIVE, SECURITY_TOOLING } from '../engine/engine.ts';
import type { Scenario, StatementTemplate } from '../scenarios/scenario.ts';
import { ACL_CHECK, KEY_DESCRIBE, KEY_ENCRYPT, ORGANIZATION_WRITE, WRITE } from '../scenarios/statements.ts';
import { policyText, type Stage, stageOf, startTrail } from './stage.ts';

/** The organization's trail in the management account, its bucket in Log Archive, its key in security tooling. */
export type ThreeAccounts = {
  readonly stage: Stage;
  readonly trail: Trail;
  /** The policies with which it delivers. */
  readonly bucketPolicy: string;
  readonly keyPolicy: string;
};

const KEY_OWNER: StatementTemplate = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${SECURITY_TOOLING}:root` },
  Action: 'kms:*',
  Resource: '*',
};

/** What the trail needs, and what breaks it is up to each test. */
const SCENARIO: Scenario = {
  id: 'organization',
  title: 'an organization with three accounts',
  given: {
    trail: 'organization',
    statements: [ACL_CHECK, WRITE, ORGANIZATION_WRITE],
    key: [KEY_OWNER, KEY_ENCRYPT, KEY_DESCRIBE],
  },
  actor: 'dana',
  break: { call: 'DeleteBucketPolicy' },
  expect: { word: 'restored', checks: [], delivers: true },
};

/** Makes bucket, key and trail, each in its account, and starts the trail; the bucket's name may be another. */
export async function setThreeAccounts(engine: Engine, bucket?: string): Promise<ThreeAccounts> {
  const named = stageOf(SCENARIO);
  const { statements, key = [] } = SCENARIO.given;
  const keyPolicy = policyText(key, named);
  const kmsKeyArn = await createKey(inAccount(engine.root, SECURITY_TOOLING), keyPolicy);
  const trail: Trail = { ...named.trail, kmsKeyArn, bucket: bucket ?? named.trail.bucket };
  const stage = { ...named, trail };
  const bucketPolicy = policyText(statements, stage);
  const owner = inAccount(engine.root, LOG_ARCHIVE);
  succeeded(`creating ${trail.bucket}`, await bucketCall(owner, 'PUT', trail.bucket, null));
  succeeded('PutBucketPolicy', await bucketCall(owner, 'PUT', trail.bucket, 'policy', bucketPolicy));
  await startTrail(engine, trail);
  return { stage, trail, bucketPolicy, keyPolicy };
}

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** The role that Control Tower has in every member account: the management account may do anything with it (facts §4.4). */
export async function makeExecutionRole(engine: Engine, account: string): Promise<string> {
  const owner = inAccount(engine.behind, account);
  const RoleName = 'AWSControlTowerExecution';
  const principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
  const role = { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) };
  succeeded('CreateRole', await iamCall(owner, 'CreateRole', role));
  const rights = { RoleName, PolicyName: 'all', PolicyDocument: JSON.stringify(EVERYTHING) };
  succeeded('PutRolePolicy', await iamCall(owner, 'PutRolePolicy', rights));
  return `arn:aws:iam::${account}:role/${RoleName}`;
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Caller, inAccount, succeeded } from '../../sandbox/aws/caller.ts';
import { readTrust } from '../../sandbox/aws/iam.ts';
import { bucketCall, objectCall } from '../../sandbox/aws/s3.ts';
import { ACCOUNT, type Engine, LOG_ARCHIVE, ORGANIZATION, startEngine } from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { assume, document, inRole, makeRole } from './roles.ts';

const skip = whyNoEngine() ?? false;
const HUB = `arn:aws:iam::${ACCOUNT}:role/TrailmendHub`;
const BUCKET = 'archive';
const ROOT = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };
const ASSUME = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${LOG_ARCHIVE}:role/*` };
const S3 = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

/** The trust of a destination, with what is said here instead. */
const trusting = (hub: string, organization: string) => ({
  ...ROOT,
  Condition: { ArnEquals: { 'aws:PrincipalArn': hub }, StringEquals: { 'aws:PrincipalOrgID': organization } },
});

describe('roles of other accounts', { skip, timeout: 60_000 }, () => {
  let engine: Engine;
  let hub: Caller;
  let powerless: Caller;

  before(async () => {
    engine = await startEngine();
    const root = inAccount(engine.root, ACCOUNT);
    hub = await inRole(root, await makeRole(engine, ACCOUNT, 'TrailmendHub', ROOT, ASSUME));
    powerless = await inRole(root, await makeRole(engine, ACCOUNT, 'Powerless', ROOT, S3));
    const made: readonly (readonly [string, object])[] = [
      ['TrailmendDestination', trusting(HUB, ORGANIZATION.id)],
      ['OfAnother', trusting(`arn:aws:iam::${ACCOUNT}:role/Another`, ORGANIZATION.id)],
      ['OfOthers', trusting(HUB, 'o-another00001')],
      ['OfPowerless', trusting(`arn:aws:iam::${ACCOUNT}:role/Powerless`, ORGANIZATION.id)],
      ['WithId', { ...ROOT, Condition: { StringEquals: { 'sts:ExternalId': '4711' } } }],
    ];
    for (const [name, trust] of made) await makeRole(engine, LOG_ARCHIVE, name, { ...trust }, S3);
    const owner = inAccount(engine.root, LOG_ARCHIVE);
    succeeded('CreateBucket', await bucketCall(owner, 'PUT', BUCKET, null));
  });
  after(() => engine.stop());

  const role = (name: string): string => `arn:aws:iam::${LOG_ARCHIVE}:role/${name}`;
  const refused = async (caller: Caller, name: string, more = {}) => {
    const answer = await assume(caller, role(name), more);
    assert.equal(answer.errorCode, 'AccessDenied', `${name}: ${answer.text}`);
  };

  test('let in whom the trust names, from the organization that it names', async () => {
    const session = await inRole(hub, role('TrailmendDestination'));
    assert.equal((await bucketCall(session, 'GET', BUCKET, 'location')).status, 200);
    const last = engine.calls.at(-1);
    assert.equal(last?.who, `arn:aws:sts::${LOG_ARCHIVE}:assumed-role/TrailmendDestination/session`);
    await refused(hub, 'OfAnother');
    await refused(hub, 'OfOthers');
    await refused(inAccount(engine.root, ACCOUNT), 'TrailmendDestination');
    await refused(hub, 'Nobody');
  });

  test('let in nobody who may not ask, and nobody without the external id', async () => {
    await refused(powerless, 'OfPowerless');
    await refused(hub, 'WithId');
    await refused(hub, 'WithId', { ExternalId: '4712' });
    assert.equal((await assume(hub, role('WithId'), { ExternalId: '4711' })).errorCode, null);
  });

  test('keep their trust as it is', async () => {
    await Promise.all([1, 2, 3].map(() => inRole(hub, role('TrailmendDestination'))));
    const trust = await readTrust(inAccount(engine.root, LOG_ARCHIVE), 'TrailmendDestination');
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', ...trusting(HUB, ORGANIZATION.id) };
    assert.deepEqual(trust, { Version: '2012-10-17', Statement: [statement] });
  });

  test('give a session no more than its own policy', async () => {
    const Policy = document({ Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: `arn:aws:s3:::${BUCKET}` });
    const session = await inRole(hub, role('TrailmendDestination'), { Policy });
    assert.equal((await bucketCall(session, 'GET', BUCKET, 'location')).status, 200);
    assert.equal((await bucketCall(session, 'GET', BUCKET, 'policy')).errorCode, 'AccessDenied');
    assert.equal((await objectCall(session, 'PUT', BUCKET, 'file')).errorCode, 'AccessDenied');
  });
});

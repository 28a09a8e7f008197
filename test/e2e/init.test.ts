import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Caller, inAccount, succeeded } from '../../sandbox/aws/caller.ts';
import { bucketCall } from '../../sandbox/aws/s3.ts';
import {
  ACCOUNT,
  type Engine,
  LOG_ARCHIVE,
  ORGANIZATION,
  REGION,
  SECURITY_TOOLING,
  startEngine,
} from '../../sandbox/engine/engine.ts';
import { whyNoEngine } from '../../sandbox/engine/ministack.ts';
import { setThreeAccounts, type ThreeAccounts } from '../../sandbox/stage/three-accounts.ts';
import { checks } from '../../shared/checks/index.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { initRights } from '../cli/init-rights.ts';
import { type Ran, trailmend } from './live.ts';
import { inRole, makeRole } from './roles.ts';

const skip = whyNoEngine() ?? false;

const LANDING_ZONE = {
  ...{ region: REGION, version: '4.0', latestVersion: '4.0' },
  ...({ status: 'ACTIVE', isDrifted: false } as const),
};

function settingsIn(file: string): Settings {
  const parsed = parseSettingsText(readFileSync(file, 'utf8'), checks);
  assert.ok(parsed.state === 'valid', JSON.stringify(parsed));
  return parsed.settings;
}

describe('trailmend init, in an organization with three accounts', { skip, timeout: 60_000 }, () => {
  let engine: Engine;
  let three: ThreeAccounts;

  before(async () => {
    const delegatedAdministrators = { [SECURITY_TOOLING]: ['cloudtrail.amazonaws.com'] };
    engine = await startEngine({ landingZone: LANDING_ZONE, delegatedAdministrators });
    three = await setThreeAccounts(engine);
  });
  after(() => engine.stop());

  /** Somebody in a role of an account that has these rights alone. */
  const withRights = async (account: string, name: string, Action: readonly string[]): Promise<Caller> => {
    const root = { Principal: { AWS: `arn:aws:iam::${account}:root` } };
    const arn = await makeRole(engine, account, name, root, { Effect: 'Allow', Action, Resource: '*' });
    return inRole(inAccount(engine.root, account), arn);
  };
  const init = (caller: Caller, file: string, ...args: readonly string[]): Promise<Ran> =>
    trailmend(engine, caller, ['init', '--out', file, ...args]);

  /** The bucket lets an account list it, besides what the trail needs. */
  async function letList(account: string): Promise<void> {
    const { bucket } = three.trail;
    const policy: { readonly Statement: readonly object[] } = JSON.parse(three.bucketPolicy);
    const list = {
      ...{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` } },
      ...{ Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
    };
    const text = JSON.stringify({ ...policy, Statement: [...policy.Statement, list] });
    const owner = inAccount(engine.behind, LOG_ARCHIVE);
    succeeded('PutBucketPolicy', await bucketCall(owner, 'PUT', bucket, 'policy', text));
  }

  test('from the management account, with the rights that README lists, everything but what Log Archive hides', async () => {
    const file = join(engine.folder, 'trailmend.json');
    const caller = await withRights(ACCOUNT, 'Init', initRights());
    const since = Date.now();
    const { exitCode, output, errors } = await init(caller, file);
    assert.equal(exitCode, 0, errors);
    assert.match(output, /Control Tower: landing zone 4\.0 in us-east-1/);
    assert.match(output, /\naccount unknown\n {2}bucket +logs-organization in us-east-1\n/);
    assert.match(output, /without `bucketOwner` the file says that account 111122223333 does/);
    assert.match(output, /rights to ask for, to see the rest:\n {2}s3:ListBucket on logs-organization\n/);
    assert.equal(errors.trim().split('\n').length, 1, errors);
    const [entry] = settingsIn(file).trails;
    assert.deepEqual([entry?.trailArn, entry?.bucketOwner], [three.trail.arn, undefined]);
    assert.equal(engine.calls.filter(({ at, isWrite }) => at >= since && isWrite).length, 0);

    // Whoever may see the bucket fills in what is missing, and nothing else.
    const before = readFileSync(file, 'utf8');
    const archive = await withRights(LOG_ARCHIVE, 'Init', initRights());
    const told = await init(archive, file);
    assert.match(told.output, /`trails\[0\]\.bucketOwner` is not in the file, and AWS says `444455556666`/);
    assert.equal(readFileSync(file, 'utf8'), before);
    await init(archive, file, '--yes');
    const { trails, organization } = settingsIn(file);
    assert.deepEqual(trails, [{ ...entry, bucketOwner: LOG_ARCHIVE }]);
    assert.ok(organization?.rootId?.startsWith('r-'));
  });

  test('where the bucket may be listed, the whole file; a second run changes nothing', async () => {
    await letList(ACCOUNT);
    const file = join(engine.folder, 'whole.json');
    const caller = await withRights(ACCOUNT, 'InitAndList', initRights());
    const { exitCode, output, errors } = await init(caller, file);
    assert.deepEqual([exitCode, errors], [0, ''], output);
    const { trails, organization } = settingsIn(file);
    const { arn: trailArn, bucket, kmsKeyArn } = three.trail;
    assert.deepEqual(trails, [
      {
        ...{ trailArn, bucket, bucketOwner: LOG_ARCHIVE, organizationId: ORGANIZATION.id, kmsKeyArn },
        multiRegion: true,
      },
    ]);
    assert.ok(kmsKeyArn?.includes(SECURITY_TOOLING));
    const { rootId, ...named } = organization ?? {};
    assert.deepEqual(named, { id: ORGANIZATION.id, managementAccount: ACCOUNT, hubRegion: 'us-east-1' });
    assert.match(rootId ?? '', /^r-/);
    const before = readFileSync(file, 'utf8');
    const again = await init(caller, file);
    assert.deepEqual([again.exitCode, again.errors, readFileSync(file, 'utf8')], [0, '', before]);
    assert.match(again.output, /whole\.json unchanged: there is nothing to add/);
  });

  test('a delegated administrator becomes the hub', async () => {
    await letList(SECURITY_TOOLING);
    const file = join(engine.folder, 'hub.json');
    const { exitCode, output } = await init(await withRights(SECURITY_TOOLING, 'Init', initRights()), file);
    assert.equal(exitCode, 0, output);
    const { trails, organization } = settingsIn(file);
    assert.equal(trails[0]?.bucketOwner, LOG_ARCHIVE);
    assert.deepEqual([organization?.hubAccount, organization?.destinations], [SECURITY_TOOLING, 'templates']);
    assert.match(output, /register it for `member\.org\.stacksets\.cloudformation\.amazonaws\.com`/);
  });
});

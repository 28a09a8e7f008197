import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { documentedStatement } from '../../shared/trail/statements.ts';
import { type Answering, CREDENTIALS, type Server, startServer } from '../contract/tower-server.ts';
import { World } from '../memory/world.ts';
import { TOWER, TOWER_TRAIL } from '../trail/tower.ts';
import { deployed } from './deployed.ts';

const MANAGEMENT = TOWER_TRAIL.account;
const OWNER = '444455556666';
const KEPT = documentedStatement(TOWER_TRAIL, 'acl-check');
const SCHEDULE = { source: 'aws.scheduler' };

/** Control Tower's bucket in an account of its own, whose policy lost the statement that lets log files in. */
function broken(): World {
  const world = new World([{ ...TOWER_TRAIL, kmsKeyArn: null }], { Version: '2012-10-17', Statement: [KEPT] });
  world.bucket.owner = OWNER;
  world.settings = {
    ...world.settings,
    trails: world.settings.trails.map((trail) => ({ ...trail, bucketOwner: OWNER })),
    organization: { id: TOWER, managementAccount: MANAGEMENT, controlTower: { assumeExecutionRole: true } },
  };
  return world;
}

describe('the function, where another one writes for Control Tower', () => {
  const names = [...Object.keys(CREDENTIALS), 'AWS_ENDPOINT_URL_LAMBDA'];
  before(() => Object.assign(process.env, CREDENTIALS));
  after(() => {
    for (const name of names) delete process.env[name];
  });

  /** Runs once on the schedule, with a Lambda that answers so. */
  const run = async (world: World, answering: Answering, name: string | null = 'writer') => {
    await using disposable = new AsyncDisposableStack();
    const server: Server = await startServer('lambda', answering);
    disposable.defer(() => server.close());
    process.env['AWS_ENDPOINT_URL_LAMBDA'] = server.endpoint;
    const handler = await deployed(world, null, name);
    return { ...(await handler(SCHEDULE)), asked: server.asked };
  };

  it('asks it to add what is missing, looks again, and has written nothing itself', async () => {
    const world = broken();
    const { outcomes, asked } = await run(world, ({ body: { statements } }) => {
      const added = Array.isArray(statements) ? statements : [];
      world.bucket.write({ Version: '2012-10-17', Statement: [KEPT, ...added] });
      return { body: { version: 1, outcome: 'written', reason: null, added } };
    });
    assert.deepEqual(outcomes, ['restored']);
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/2015-03-31/functions/writer/invocations'],
    );
    assert.ok(!world.journal.lines.some((line) => line.includes('putPolicy')), world.journal.lines.join('\n'));
  });

  it('tells people what it refused, and how a person does it', async () => {
    const world = broken();
    const { outcomes } = await run(world, () => ({
      body: { version: 1, outcome: 'refused', reason: 'AWS denied it: not authorized to perform', added: [] },
    }));
    assert.deepEqual(outcomes, ['failed']);
    const { body = '' } = world.notifier.alerts.at(-1) ?? {};
    assert.match(body, /the function\s+`writer` refused/);
    assert.match(body, /AWSControlTowerExecution/);
    assert.doesNotMatch(body, /assumeExecutionRole/, 'it is set already');
  });

  it('writes as the account where that function is not deployed', async () => {
    const world = broken();
    const { outcomes, asked } = await run(world, () => null, null);
    assert.deepEqual([outcomes, asked.length], [['restored'], 0]);
  });
});

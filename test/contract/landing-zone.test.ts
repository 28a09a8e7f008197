import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { controlTower } from '../../shared/aws/control-tower.ts';
import { signedCalls } from '../../shared/aws/signed-call.ts';
import { TerminalError } from '../../shared/reconcile/ports.ts';
import { trailmend } from '../cli/trailmend.ts';
import { type Answer, type Answering, type Asked, CREDENTIALS, type Server, startServer } from './tower-server.ts';

const ARN = 'arn:aws:controltower:us-east-1:444455556666:landingzone/1A2B3C4D5E6F7G8H';
const ZONE = {
  ...{ arn: ARN, version: '4.0', latestAvailableVersion: '4.0', status: 'ACTIVE' },
  driftStatus: { status: 'DRIFTED' },
  manifest: {},
};

/** Control Tower that answers each path in turn with what stands there; the last answer stays. */
function tower(answers: Readonly<Record<string, readonly Answer[]>>): Answering {
  const used = new Map<string, number>();
  return ({ path }: Asked): Answer | null => {
    const list = answers[path] ?? [];
    const at = used.get(path) ?? 0;
    used.set(path, at + 1);
    return list[Math.min(at, list.length - 1)] ?? null;
  };
}

const LISTED = { '/list-landingzones': [{ body: { landingZones: [{ arn: ARN }] } }] };
const HEALTHY = { ...LISTED, '/get-landingzone': [{ body: { landingZone: ZONE } }] };

/** Runs against a server that is there for this long. */
async function against<T>(answering: Answering, work: (server: Server) => Promise<T>): Promise<T> {
  const server = await startServer('controltower', answering);
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

const adapter = ({ endpoint }: Server) =>
  controlTower((region) => signedCalls({ service: 'controltower', region, endpoint }));

const current = (answering: Answering) =>
  against(answering, (server) => adapter(server).current('us-east-1', '444455556666'));

describe('Control Tower over HTTP', () => {
  before(() => Object.assign(process.env, CREDENTIALS));
  after(() => {
    for (const name of Object.keys(CREDENTIALS)) delete process.env[name];
  });

  it('the landing zone, by calls that are signed', async () => {
    await against(tower(HEALTHY), async (server) => {
      assert.deepEqual(await adapter(server).current('us-east-1', '444455556666'), {
        state: 'present',
        value: { arn: ARN, version: '4.0', latestVersion: '4.0', status: 'ACTIVE', isDrifted: true },
      });
      assert.deepEqual(
        server.asked.map(({ path, body }) => [path, body]),
        [
          ['/list-landingzones', {}],
          ['/get-landingzone', { landingZoneIdentifier: ARN }],
        ],
      );
    });
  });

  it('a forged signature is refused by the server of these tests', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'another';
    const reading = await current(tower(HEALTHY));
    process.env['AWS_SECRET_ACCESS_KEY'] = CREDENTIALS.AWS_SECRET_ACCESS_KEY;
    assert.match(JSON.stringify(reading), /the signature does not match/);
  });

  it('a list in pages, the first of which is empty', async () => {
    const pages = [{ body: { landingZones: [], nextToken: 'more' } }, { body: { landingZones: [{ arn: ARN }] } }];
    await against(tower({ ...HEALTHY, '/list-landingzones': pages }), async (server) => {
      assert.equal((await adapter(server).current('us-east-1', '444455556666')).state, 'present');
      assert.deepEqual(server.asked[1]?.body, { nextToken: 'more' });
    });
  });

  it('there is none', async () => {
    const none = { '/list-landingzones': [{ body: { landingZones: [] } }] };
    assert.deepEqual(await current(tower(none)), { state: 'absent' });
  });

  it('a call that is denied names the right', async () => {
    const reading = await current(tower(LISTED));
    assert.deepEqual(reading.state === 'unreadable' && [reading.missing?.action, reading.retryable], [
      'controltower:GetLandingZone',
      undefined,
    ]);
  });

  it('throttling, once, is waited out; without end it is said, and may pass', async () => {
    const slow = { status: 429, errorType: 'ThrottlingException', body: { message: 'slow down' } };
    assert.equal(
      (await current(tower({ ...HEALTHY, '/list-landingzones': [slow, ...LISTED['/list-landingzones']] }))).state,
      'present',
    );
    const reading = await current(tower({ '/list-landingzones': [slow] }));
    assert.deepEqual(reading.state === 'unreadable' && reading.retryable, true);
  });

  it('an error whose name has an address after it, and an answer that is no JSON', async () => {
    const gone = { status: 404, errorType: 'ResourceNotFoundException:http://internal.amazon.com/coral/' };
    assert.deepEqual(await current(tower({ ...LISTED, '/get-landingzone': [gone] })), { state: 'absent' });
    const inBody = { status: 404, body: { __type: 'com.amazon#ResourceNotFoundException' } };
    assert.deepEqual(await current(tower({ ...LISTED, '/get-landingzone': [inBody] })), { state: 'absent' });
  });

  it('a reset that another operation keeps from beginning fails for good, with its reason', async () => {
    const conflict = { status: 409, errorType: 'ConflictException', body: { message: 'an operation is in progress' } };
    const failing = against(tower({ '/reset-landingzone': [conflict] }), (server) => adapter(server).reset(ARN));
    await assert.rejects(failing, (error: unknown) => error instanceof Error && /in progress/.test(error.message));
    const refused = against(tower({}), (server) => adapter(server).reset(ARN));
    await assert.rejects(refused, TerminalError);
  });

  it('a reset, and how it stands, are asked as the account and in the Region of the landing zone', async () => {
    const asked: string[] = [];
    const zones = controlTower((region, account) => {
      asked.push(`${region} ${account}`);
      return async () => ({ operationIdentifier: 'op-1', operationDetails: {} });
    });
    await zones.operation(ARN, await zones.reset(ARN));
    const place = ARN.split(':').slice(3, 5).join(' ');
    assert.deepEqual(asked, [place, place]);
  });

  it('how an operation stands', async () => {
    const details = { operationDetails: { status: 'FAILED', statusMessage: 'a stack failed', operationType: 'RESET' } };
    const answers = { '/get-landingzone-operation': [{ body: details }] };
    const reading = await against(tower(answers), (server) => adapter(server).operation(ARN, 'op-1'));
    assert.deepEqual(reading, { state: 'present', value: { status: 'FAILED', message: 'a stack failed' } });
  });
});

const TRAIL = 'arn:aws:cloudtrail:us-east-1:444455556666:trail/aws-controltower-BaselineCloudTrail';
const OTHER = 'arn:aws:cloudtrail:us-east-1:444455556666:trail/audit';

/** CloudTrail knows the trails; everything else but Control Tower is denied. */
function account(zone: Answering): Answering {
  return (asked) => {
    if (!asked.target.endsWith('.GetTrail')) return asked.target === '' ? zone(asked) : null;
    const bucket = asked.body['Name'] === TRAIL ? 'aws-controltower-logs-555566667777-us-east-1' : 'audit-logs';
    return { body: { Trail: { TrailARN: asked.body['Name'], S3BucketName: bucket, IsMultiRegionTrail: true } } };
  };
}

async function reset(zone: Answering, ...more: readonly string[]) {
  return against(account(zone), async ({ endpoint, asked }) => {
    const env = { ...CREDENTIALS, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: endpoint, AWS_MAX_ATTEMPTS: '1' };
    const named = more.includes('--trail-arn') ? [] : ['--trail-arn', TRAIL];
    const ran = await trailmend(['apply', '--reset-landing-zone', ...named, ...more], { env });
    return { ...ran, resets: asked.filter(({ path }) => path === '/reset-landingzone').length };
  });
}

const SUCCEEDED = {
  '/reset-landingzone': [{ body: { operationIdentifier: 'op-1' } }],
  '/get-landingzone-operation': [{ body: { operationDetails: { status: 'SUCCEEDED' } } }],
};

describe('trailmend apply --reset-landing-zone', { concurrency: 2 }, () => {
  it('without --yes says what it would do, and does nothing', async () => {
    const { exitCode, output, errors, resets } = await reset(tower({ ...HEALTHY, ...SUCCEEDED }));
    assert.deepEqual([exitCode, output, resets], [1, '', 0]);
    assert.match(
      errors,
      /^trailmend: this would reset arn:aws:controltower\S+ \(version 4\.0, which reports drift\).*add --yes\n$/,
    );
  });

  it('with it resets, names the operation at once, and says how the trails are', async () => {
    const { exitCode, output, errors, resets } = await reset(
      tower({ ...HEALTHY, ...SUCCEEDED }),
      '--yes',
      '--format',
      'json',
    );
    assert.deepEqual([exitCode, resets], [1, 1], 'nothing could be read but the trail');
    assert.match(errors, /operation op-1; it goes on if you stop waiting\n.*ended: SUCCEEDED\n/s);
    const said = JSON.parse(output);
    assert.deepEqual(said.landingZone, {
      arn: ARN,
      version: '4.0',
      operationId: 'op-1',
      status: 'SUCCEEDED',
      message: null,
    });
    assert.deepEqual([said.version, said.delivers, said.trails[0].trailArn], [1, null, TRAIL]);
  });

  it('that fails exits with 1 and says why', async () => {
    const failed = {
      '/get-landingzone-operation': [
        { body: { operationDetails: { status: 'FAILED', statusMessage: 'a stack failed' } } },
      ],
    };
    const { exitCode, output } = await reset(tower({ ...HEALTHY, ...SUCCEEDED, ...failed }), '--yes');
    assert.equal(exitCode, 1);
    assert.match(output, /^✗ the reset of arn:\S+ \(operation op-1\): FAILED: a stack failed\n/);
  });

  const REFUSED: readonly (readonly [name: string, zone: Answering, says: RegExp, more?: readonly string[]])[] = [
    [
      'an older version',
      tower({ ...LISTED, '/get-landingzone': [{ body: { landingZone: { ...ZONE, version: '3.3' } } }] }),
      /on version 3\.3, and only .* 4\.0/,
    ],
    [
      'an operation in progress',
      tower({ ...LISTED, '/get-landingzone': [{ body: { landingZone: { ...ZONE, status: 'PROCESSING' } } }] }),
      /is in progress/,
    ],
    [
      'no landing zone here',
      tower({ '/list-landingzones': [{ body: { landingZones: [] } }] }),
      /from the management account/,
    ],
    ['no right to look', tower({}), /controltower:ListLandingZones/],
    [
      'a trail that is not Control Tower’s',
      tower(HEALTHY),
      /none of these trails is one of Control Tower/,
      ['--trail-arn', OTHER],
    ],
    [
      'documents',
      tower(HEALTHY),
      /--reset-landing-zone goes with a live run/,
      ['--bucket', 'aws-controltower-x', '--no-bucket-policy', '--out', 'x'],
    ],
  ];
  for (const [name, zone, says, more = []] of REFUSED) {
    it(`is refused with one sentence: ${name}`, async () => {
      const { exitCode, output, errors, resets } = await reset(zone, '--yes', ...more);
      assert.deepEqual([exitCode, output, resets], [1, '', 0]);
      assert.match(errors, says);
      assert.equal(errors.trim().split('\n').length, 1, errors);
    });
  }
});

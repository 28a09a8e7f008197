import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { decide } from '../../sandbox/delivery/decide.ts';
import { type Key, keyRequest, logFileContext } from '../../sandbox/delivery/key-request.ts';
import { logFileKey } from '../../sandbox/delivery/keys.ts';
import type { PointRequest } from '../../sandbox/delivery/request.ts';
import { publishRequest } from '../../sandbox/delivery/topic-request.ts';
import { readTrailArn } from '../../sandbox/delivery/trail-arn.ts';
import { SINGLE } from './trails.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus');

type Entry = {
  readonly context: {
    readonly bucket: string | null;
    readonly trailArn: string;
    readonly topicArn?: string;
    readonly orgId: string | null;
    readonly keyArn: string | null;
    readonly orgTrail: boolean;
  };
  readonly expect: {
    readonly delivers: boolean | 'unknown';
    readonly why: string;
    readonly calls: Readonly<Record<string, string>>;
  };
  readonly policy: unknown;
};

function trailOf({ context }: Entry) {
  const { trailArn, bucket, orgId, orgTrail, keyArn } = context;
  const organizationId = orgTrail ? orgId : null;
  const organization = { organizationId, sourceOrganizationId: orgId };
  return { ...SINGLE, ...readTrailArn(trailArn), ...organization, bucket: bucket ?? '', kmsKeyArn: keyArn };
}

function keyAsked(entry: Entry): PointRequest {
  const trail = trailOf(entry);
  const arn = trail.kmsKeyArn ?? '';
  const [, , , region = '', account = ''] = arn.split(':');
  const usual = { state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS' };
  const key: Key = { ...usual, arn, region, account, isMultiRegion: false, policy: entry.policy };
  const file = logFileKey(trail, { account: trail.account, region, time: new Date(0), id: '0123456789abcdef' });
  const encryptionContext = logFileContext(trail, `arn:${trail.partition}:s3:::${trail.bucket}/${file}`, false);
  return keyRequest(trail, 'kms:GenerateDataKey', key, { encryptionContext, through: `s3.${region}.amazonaws.com` });
}

const KINDS = [
  ['kms', 'kms:GenerateDataKey', keyAsked],
  ['sns', 'sns:Publish', (entry: Entry) => publishRequest(trailOf(entry), entry.context.topicArn ?? '')],
] as const;

for (const [kind, action, asked] of KINDS) {
  const folder = join(CORPUS, kind);
  const skip = existsSync(folder) ? false : 'the public policies are not beside this checkout';
  describe(`public policies of ${kind}, by the point evaluator`, { skip }, () => {
    for (const name of skip === false ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [])
      test(name, () => {
        const entry: Entry = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        const { decision } = decide(entry.policy, asked(entry));
        // Where the collector could not tell, neither need this.
        if (decision === 'unknown' && entry.expect.delivers === 'unknown') return;
        assert.equal(decision, entry.expect.calls[action], entry.expect.why);
      });
  });
}

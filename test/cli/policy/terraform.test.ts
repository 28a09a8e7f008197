import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PrintedPolicy } from '../../../cli/output/policy/printed-policy.ts';
import { terraform } from '../../../cli/output/policy/terraform.ts';
import type { Json, JsonObject } from '../../../shared/policy/json.ts';
import { KEY, TOPIC, trailWith } from '../../trail/trails.ts';
import { assertDelivers } from './delivers.ts';
import { type HclBlock, readHcl } from './hcl.ts';
import { arbitraryCase, arbitraryPeople, plain, printedFor, printedForPeople } from './printed.ts';

/** The data source takes `&{` for `${`, so that a variable of IAM needs no escape of HCL's. */
const variables = (text: string): string => text.replaceAll('&{', '${');

function textsOf(block: HclBlock, name: string): readonly string[] {
  const value = block.attributes.get(name);
  if (typeof value === 'string') return [variables(value)];
  assert.ok(Array.isArray(value), `${name} of ${block.type}`);
  return value.map((text: string) => variables(text));
}

function textOf(block: HclBlock, name: string): string {
  const [text = '', ...more] = textsOf(block, name);
  assert.deepEqual(more, []);
  return text;
}

const of = (block: HclBlock, type: string): readonly HclBlock[] => block.blocks.filter((inner) => inner.type === type);

function statement(block: HclBlock): JsonObject {
  const principals = of(block, 'principals').map((principal): [string, Json] => [
    textOf(principal, 'type'),
    textsOf(principal, 'identifiers'),
  ]);
  const conditions: Record<string, Record<string, Json>> = {};
  for (const condition of of(block, 'condition')) {
    conditions[textOf(condition, 'test')] = {
      ...conditions[textOf(condition, 'test')],
      [textOf(condition, 'variable')]: textsOf(condition, 'values'),
    };
  }
  return {
    Sid: textOf(block, 'sid'),
    Effect: textOf(block, 'effect'),
    ...(principals.length === 0 ? {} : { Principal: Object.fromEntries(principals) }),
    Action: textsOf(block, 'actions'),
    Resource: textsOf(block, 'resources'),
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
}

/** The document as `aws_iam_policy_document` would make it, and the resource that it is put into. */
function recovered(text: string): { readonly policy: JsonObject; readonly resource: HclBlock } {
  const [data, resource, ...more] = readHcl(text);
  assert.ok(data !== undefined && resource !== undefined);
  assert.deepEqual(more, []);
  const [type = '', name = ''] = data.labels;
  assert.deepEqual([data.type, type, resource.type], ['data', 'aws_iam_policy_document', 'resource']);
  assert.deepEqual(resource.attributes.get('policy'), { reference: `data.${type}.${name}.json` });
  return { policy: { Version: '2012-10-17', Statement: of(data, 'statement').map(statement) }, resource };
}

const sayable = ({ policy }: PrintedPolicy): boolean => terraform.refusal(policy) === null;

const FULL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC, prefix: 'x${y}%{"\\é', organizationId: 'o-exampleorgid' });

describe('policies as Terraform', () => {
  it('say what the JSON says, and deliver', () => {
    fc.assert(
      fc.property(
        arbitraryCase.filter(({ printed }) => sayable(printed)),
        (one) => {
          const { policy } = recovered(terraform.text(one.printed));
          assert.deepEqual(plain(policy), plain(one.printed.policy));
          assertDelivers(policy, one);
        },
      ),
    );
  });

  it('say what the JSON says for people', () => {
    fc.assert(
      fc.property(arbitraryPeople.filter(sayable), (printed) => {
        assert.deepEqual(plain(recovered(terraform.text(printed)).policy), plain(printed.policy));
      }),
    );
  });

  it('are refused only where Terraform would change them', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ printed }) => {
        const isSame =
          JSON.stringify(plain(recovered(terraform.text(printed)).policy)) === JSON.stringify(plain(printed.policy));
        assert.equal(isSame, sayable(printed));
      }),
    );
  });

  it('name the resource that they belong to', () => {
    const carried = (kind: Parameters<typeof printedFor>[1], attribute: string) => {
      const { resource } = recovered(terraform.text(printedFor([FULL], kind)));
      return [resource.labels[0], textOf(resource, attribute)];
    };
    assert.deepEqual(carried('bucket-policy', 'bucket'), ['aws_s3_bucket_policy', 'example-logs']);
    assert.deepEqual(carried('key-policy', 'key_id'), ['aws_kms_key_policy', '1234abcd-12ab-34cd-56ef-1234567890ab']);
    assert.deepEqual(carried('topic-policy', 'arn'), ['aws_sns_topic_policy', TOPIC]);
  });

  it('begin with what they are, and with the managed policies', () => {
    const text = terraform.text(printedForPeople([FULL], 'reader'));
    assert.match(text, /^# What people need who read the log files of CloudTrail\n/);
    assert.match(text, /^# .*arn:aws:iam::aws:policy\/AWSCloudTrail_ReadOnlyAccess$/m);
  });

  const { error } = spawnSync('terraform', ['-help']);
  const skip = error === undefined ? false : 'terraform is not installed';
  it('are formatted as `terraform fmt` formats', { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailmend-terraform-'));
    const all = [
      ...(['bucket-policy', 'key-policy', 'topic-policy'] as const).map((kind) => printedFor([FULL], kind)),
      ...(['reader', 'admin'] as const).map((audience) => printedForPeople([FULL], audience)),
    ];
    for (const [at, printed] of all.entries()) writeFileSync(join(folder, `${at}.tf`), terraform.text(printed));
    const ran = spawnSync('terraform', ['fmt', '-check', '-diff', folder], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1' },
    });
    rmSync(folder, { recursive: true });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  });
});

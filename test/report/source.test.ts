import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiCall } from '../../shared/events/api-call.ts';
import type { Json } from '../../shared/policy/json.ts';
import { trailmend } from '../cli/trailmend.ts';
import { callOf } from '../memory/calls.ts';
import { World } from '../memory/world.ts';
import { ACL, documentedKeyPolicy, KEY_OWNER, policyWith, statementsOf, WRITE } from '../reconcile/policies.ts';
import { documentedPolicy } from '../trail/documented.ts';
import { KEY, ORGANIZATION, SINGLE, TOPIC, trailWith } from '../trail/trails.ts';
import { unwrapped } from './unwrapped.ts';
import { answersIn, chatIn, latest } from './worlds.ts';

const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.80.0';
const CDK =
  'arn:aws:sts::111122223333:assumed-role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1/AWSCloudFormation';

const put = (bucketPolicy: Json, parts: Parameters<typeof callOf>[1] = {}): ApiCall =>
  callOf('PutBucketPolicy', {
    userAgent: TERRAFORM,
    ...parts,
    parameters: { bucketName: 'example-logs', bucketPolicy },
  });

/** The arguments of the command that an alert names, as a shell without anything to quote takes them apart. */
function commandIn(body: string): readonly string[] {
  const [, args] = /^ {4}trailmend (policy .*)$/m.exec(body) ?? [];
  assert.ok(args !== undefined, body);
  return args.split(' ');
}

describe('a policy that is written from a source', () => {
  it('is said to be, with the command that prints the policy for it, which works', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass(put(policyWith(ACL)));
    const alert = latest(world);
    assert.match(answersIn(alert)['TO DO'] ?? '', /^change the source that Terraform keeps/);
    assert.match(
      unwrapped(alert.body),
      /^THE SOURCE\nTerraform made the call \(by the user agent, .* next apply undoes/m,
    );
    const args = commandIn(alert.body);
    const { exitCode, output, errors } = await trailmend(args);
    assert.equal(exitCode, 0, errors);
    assert.match(output, /resource "aws_s3_bucket_policy"|data "aws_iam_policy_document"/);
    assert.ok(output.includes(SINGLE.arn));
    assert.ok(chatIn(alert).content.nextSteps.some((step) => step.includes(args.join(' '))));
  });

  it('by the CDK is answered in its language, although CloudFormation carried it out', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass(put(policyWith(ACL), { actor: CDK, userAgent: 'cloudformation.amazonaws.com' }));
    const { exitCode, output } = await trailmend(commandIn(latest(world).body));
    assert.deepEqual([exitCode, /addToResourcePolicy/.test(output)], [0, true]);
  });

  it('of several trails names all of them, with prefix and organization', async () => {
    const second = trailWith({ name: 'second', prefix: 'second', organizationId: 'o-exampleorgid' });
    const world = new World([SINGLE, second], policyWith(ACL));
    await world.pass(put(policyWith(ACL)));
    const args = [...commandIn(latest(world).body).slice(0, -1), 'json'];
    const { output, errors } = await trailmend(args);
    const printed = statementsOf(JSON.parse(output || errors));
    const wanted = [SINGLE, second].flatMap((trail) => statementsOf(documentedPolicy(trail)));
    const resources = (statements: typeof wanted) => new Set(statements.flatMap(({ Resource }) => Resource));
    assert.deepEqual(
      [...resources(wanted)].filter((one) => !JSON.stringify(printed).includes(String(one))),
      [],
    );
  });

  it('of a key names the key', async () => {
    const trail = trailWith({ kmsKeyArn: KEY });
    const world = new World([trail], documentedPolicy(trail), { key: policyWith(KEY_OWNER) });
    const parameters = { keyId: KEY, policy: JSON.stringify(policyWith(KEY_OWNER)) };
    await world.pass(callOf('PutKeyPolicy', { source: 'aws.kms', userAgent: TERRAFORM, parameters }));
    const args = [...commandIn(latest(world).body).slice(0, -1), 'json'];
    assert.deepEqual(args.slice(0, 3), ['policy', '--document', 'key']);
    const { output } = await trailmend(args);
    const [encrypt] = statementsOf(documentedKeyPolicy(trail)).filter(({ Sid }) => Sid !== KEY_OWNER['Sid']);
    assert.ok(statementsOf(JSON.parse(output)).some(({ Action }) => Action === encrypt?.['Action']));
  });

  it('that names an organization is printed for it', async () => {
    const world = new World([ORGANIZATION], policyWith(ACL));
    await world.pass(put(policyWith(ACL)));
    const args = commandIn(latest(world).body);
    assert.ok(args.join(' ').includes('--organization-id o-exampleorgid'));
    assert.ok(!args.includes('--source-organization-id'), 'what follows from the organization is not said twice');
  });

  it('has no command where one cannot say it all: two trails and their topic', async () => {
    const trails = ['one', 'two'].map((name) => trailWith({ name, prefix: name, topicArn: TOPIC }));
    const world = new World(trails, policyWith(...trails.flatMap((trail) => statementsOf(documentedPolicy(trail)))), {
      topic: policyWith(),
    });
    const parameters = { topicArn: TOPIC, attributeName: 'Policy', attributeValue: JSON.stringify(policyWith()) };
    await world.pass(callOf('SetTopicAttributes', { source: 'aws.sns', userAgent: TERRAFORM, parameters }));
    const { body } = latest(world);
    assert.match(unwrapped(body), /Change the source to what AWS has after the repair\./);
    assert.doesNotMatch(body, /trailmend policy/);
  });

  it('of a switch of the trail asks for the source, and for no policy', async () => {
    const world = new World([SINGLE], documentedPolicy(SINGLE));
    world.trails.set(SINGLE.arn, { status: { isLogging: false } });
    const parameters = { name: SINGLE.arn };
    await world.pass(callOf('StopLogging', { source: 'aws.cloudtrail', userAgent: TERRAFORM, parameters }));
    const { body } = latest(world);
    assert.match(unwrapped(body), /Change the source to what AWS has after the repair\./);
    assert.doesNotMatch(body, /trailmend policy/);
  });

  it('by a person has no source', async () => {
    const world = new World([SINGLE], policyWith(ACL));
    await world.pass(put(policyWith(ACL, WRITE), { userAgent: 'aws-cli/2.30.1' }));
    assert.doesNotMatch(latest(world).body, /THE SOURCE/);
  });

  it('quotes for a shell what a shell would read', async () => {
    const trail = trailWith({ prefix: "it's; rm $HOME" });
    const world = new World([trail], policyWith(ACL));
    await world.pass(put(policyWith(ACL)));
    assert.ok(latest(world).body.includes(String.raw`--prefix 'it'\''s; rm $HOME' --format terraform`));
  });

  it('is named in chat only whole and letter by letter, as it can be copied', async () => {
    const many = ['one', 'two', 'three', 'four', 'five'].map((name) => trailWith({ name, prefix: name }));
    const odd = [trailWith({ prefix: 'a&b' })];
    for (const trails of [many, odd]) {
      const world = new World(trails, policyWith(ACL));
      await world.pass(put(policyWith(ACL)));
      const alert = latest(world);
      const command = /^ {4}(trailmend policy .*)$/m.exec(alert.body)?.[1] ?? assert.fail(alert.body);
      assert.ok(trails.every(({ prefix }) => command.includes(prefix)));
      assert.ok(chatIn(alert).content.nextSteps.every((step) => !step.includes('trailmend policy')));
    }
  });

  it('has no command where a name cannot be shown as it is', async () => {
    const world = new World([trailWith({ prefix: 'a\u202eb' })], policyWith(ACL));
    await world.pass(put(policyWith(ACL)));
    assert.match(unwrapped(latest(world).body), /Change the source to what AWS has after the repair\./);
  });

  it('names a prefix that begins as an option does, or as zsh expands', async () => {
    for (const [prefix, shown] of [
      ['-rf', '--prefix=-rf'],
      ['=ls', "--prefix '=ls'"],
    ] as const) {
      const world = new World([trailWith({ prefix })], policyWith(ACL));
      await world.pass(put(policyWith(ACL)));
      assert.ok(latest(world).body.includes(` ${shown} --format terraform`), latest(world).body);
    }
  });
});

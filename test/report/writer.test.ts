import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Actor } from '../../shared/events/api-call.ts';
import { writerOf } from '../../shared/report/writer.ts';

const session = (role: string, name: string): string => `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;

const actor = (parts: Partial<Actor>): Actor => ({
  principal: session('Admin', 'jane'),
  sourceAddress: '192.0.2.7',
  userAgent: 'aws-cli/2.30.1',
  invokedBy: null,
  ...parts,
});

const PROVIDER =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.80.0 (+https://registry.terraform.io/providers/hashicorp/aws)';

describe('what writes from a source', () => {
  const KNOWN: readonly [tool: string, by: string, parts: Partial<Actor>][] = [
    ['Terraform', 'user agent', { userAgent: PROVIDER }],
    ['Terraform', 'user agent', { userAgent: `[${PROVIDER} aws-sdk-go-v2/1.32.6]` }],
    ['Terraform', 'user agent', { userAgent: 'HashiCorp Terraform/0.8.0' }],
    ['Terraform', 'user agent', { userAgent: 'aws-sdk-go/1.10.18 (go1.8) APN/1.0 HashiCorp/1.0 Terraform/0.9.8' }],
    ['Terraform', 'role', { principal: session('deploy', 'terraform-run-CZcmD7eagjhyXavN') }],
    ['OpenTofu', 'user agent', { userAgent: 'APN/1.0 OpenTofu/1.0 OpenTofu/1.8.2' }],
    ['Pulumi', 'user agent', { userAgent: 'APN/1.0 Pulumi/1.0 PulumiAws/6.60.0 terraform-provider-aws/dev' }],
    ['Crossplane', 'user agent', { userAgent: `${PROVIDER} crossplane-provider-jet-aws/v0.4.0` }],
    ['AWS Controllers for Kubernetes', 'user agent', { userAgent: 'aws-controllers-k8s/s3.services.k8s.aws-v1.0' }],
    ['Ansible', 'user agent', { userAgent: 'Boto3/1.35 APN/1.0 Ansible/2.17.5 amazon-aws/9.0' }],
    ['CloudFormation', 'user agent', { userAgent: 'cloudformation.amazonaws.com' }],
    ['CloudFormation', 'service', { sourceAddress: 'cloudformation.amazonaws.com', userAgent: 'AWS Internal' }],
    ['CloudFormation', 'service', { invokedBy: 'cloudformation.amazonaws.com' }],
    ['CloudFormation', 'role', { principal: session('AWSServiceRoleForCloudFormationStackSetsOrgMember', 'x') }],
    ['CloudFormation', 'role', { principal: session('stacksets-exec-0123456789abcdef', 'x') }],
    ['CloudFormation', 'role', { principal: session('my-service-role', 'AWSCloudFormation') }],
    [
      'AWS CDK',
      'role',
      { principal: session('cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1', 'AWSCloudFormation') },
    ],
    ['AWS CDK', 'role', { principal: session('cdk-custom1-deploy-role-111122223333-eu-west-1', 'aws-cdk-jane') }],
    ['AWS Control Tower', 'role', { principal: session('AWSControlTowerExecution', 'x'), userAgent: PROVIDER }],
    ['GitHub Actions', 'role', { principal: session('deploy', 'GitHubActions') }],
    ['GitHub Actions', 'role', { principal: 'arn:aws:iam::111122223333:user/ci/github-actions' }],
    ['AWS CodeBuild', 'role', { principal: session('build', 'AWSCodeBuild-0a1b2c') }],
    ['GitLab CI', 'role', { principal: session('deploy', 'GitLabRunner-12-34') }],
  ];

  for (const [at, [tool, by, parts]] of KNOWN.entries()) {
    it(`is ${tool}, by its ${by} (${at + 1})`, () => {
      const writer = writerOf(actor(parts));
      assert.deepEqual([writer?.tool, writer?.by], [tool, by]);
    });
  }

  const PEOPLE: readonly [string, Partial<Actor>][] = [
    ['the command line', {}],
    ['the console', { userAgent: '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]' }],
    ['an SDK', { userAgent: 'Boto3/1.26.165 Python/3.10.6 Botocore/1.29.165' }],
    ['other products of HashiCorp', { userAgent: 'APN/1.0 HashiCorp/1.0 Vault/1.15.0 aws-sdk-go/1.49' }],
    ['a test of attacks', { userAgent: 'stratus-red-team_0362e208-cc47-4ba7-9c39-195518d6e937' }],
    ['nothing at all', { principal: 'somebody whom the event does not name', sourceAddress: null, userAgent: null }],
    ['a service that does not deploy', { invokedBy: 'signin.amazonaws.com' }],
    ['a bucket called like a tool', { principal: session('Admin', 'jane-of-terraform') }],
  ];

  for (const [what, parts] of PEOPLE) {
    it(`is nobody's, of ${what}`, () => assert.equal(writerOf(actor(parts)), null));
  }
});

const CORPUS = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'events');
const skip = existsSync(CORPUS) ? false : 'the public events are not beside this checkout';

type Event = {
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly userIdentity?: { readonly arn?: string; readonly invokedBy?: string; readonly type?: string };
};

/** Whoever called in an event, as the product's reader has it; events of every call count, also of those that wake nobody. */
function actorIn({ sourceIPAddress, userAgent, userIdentity = {} }: Event): Actor {
  const { arn, invokedBy, type } = userIdentity;
  const texts = [sourceIPAddress, userAgent, invokedBy].map((one) => (one === undefined || one === '' ? null : one));
  const [sourceAddress = null, agent = null, service = null] = texts;
  return { principal: arn ?? invokedBy ?? type ?? 'somebody', sourceAddress, userAgent: agent, invokedBy: service };
}

describe('the public events', { skip }, () => {
  const events = (): readonly (readonly [string, Event])[] =>
    readdirSync(CORPUS)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.slice(0, 3), JSON.parse(readFileSync(join(CORPUS, file), 'utf8')).event]);

  it('are written by Terraform, CloudFormation or people, as their records say by hand', () => {
    const tools = events().map(([id, event]) => ({ id, tool: writerOf(actorIn(event))?.tool ?? 'nobody' }));
    const found = Object.groupBy(tools, ({ tool }) => tool);
    const idsOf = (tool: string): readonly string[] => found[tool]?.map(({ id }) => id) ?? [];
    assert.deepEqual(idsOf('Terraform'), [
      ...['001', '002', '025', '026', '032', '033', '043', '044'],
      ...['076', '077', '078', '079', '088'],
    ]);
    assert.deepEqual(idsOf('CloudFormation'), ['035', '036', '093', '094']);
    assert.deepEqual(Object.keys(found).toSorted(), ['CloudFormation', 'Terraform', 'nobody']);
  });

  it('that name a tool anywhere in their user agent are recognised', () => {
    for (const [id, event] of events()) {
      const isNamed = /terraform|opentofu|pulumi|cloudformation|ansible|crossplane/i.test(event.userAgent ?? '');
      if (isNamed) assert.ok(writerOf(actorIn(event)) !== null, id);
    }
  });
});

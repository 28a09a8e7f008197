import type { Actor } from '../events/api-call.ts';

/** What writes policies from a source that people keep elsewhere, so that a repair in AWS alone does not last. */
export type Writer = {
  readonly tool: string;
  /** By what it was recognised. Whoever calls chooses the user agent and the names of roles; AWS alone writes its own services' names. */
  readonly by: 'service' | 'role' | 'user agent';
  /** What brings the source into AWS again. */
  readonly next: string;
  /** The form in which `trailmend policy` prints what belongs into the source; null where people do not write the source. */
  readonly format: 'terraform' | 'cloudformation' | 'cdk' | 'json' | null;
};

type Sign = Writer & { readonly isOf: (caller: Caller) => boolean };

/** What is looked at of whoever called. */
type Caller = { readonly agent: string; readonly service: string; readonly role: string; readonly session: string };

/** The names of a role and its session in an ARN of STS; of a user or a role its name. */
const PRINCIPAL = /:(?:assumed-role\/([^/]+)(?:\/(.*))?|(?:role|user)\/(?:.*\/)?([^/]+))$/;

function callerOf({ principal, sourceAddress, userAgent, invokedBy }: Actor): Caller {
  const [, role, session, name] = PRINCIPAL.exec(principal) ?? [];
  // AWS writes these two; the user agent is the caller's own.
  const services = [invokedBy, sourceAddress].filter((one) => one?.endsWith('.amazonaws.com'));
  return { agent: userAgent ?? '', service: services.join(' '), role: role ?? name ?? '', session: session ?? '' };
}

const agent = (pattern: RegExp): Pick<Sign, 'by' | 'isOf'> => ({
  by: 'user agent',
  isOf: (caller) => pattern.test(caller.agent),
});
const role = (pattern: RegExp): Pick<Sign, 'by' | 'isOf'> => ({
  by: 'role',
  isOf: (caller) => pattern.test(caller.role),
});
const session = (pattern: RegExp): Pick<Sign, 'by' | 'isOf'> => ({
  by: 'role',
  isOf: (caller) => pattern.test(caller.session) || pattern.test(caller.role),
});
const service = (name: string): Pick<Sign, 'by' | 'isOf'> => ({
  by: 'service',
  isOf: (caller) => caller.service.split(' ').includes(name),
});

const CLOUDFORMATION = { tool: 'CloudFormation', next: 'deploy of the stack', format: 'cloudformation' } as const;
const CROSSPLANE = { tool: 'Crossplane', next: 'reconciliation', format: 'json' } as const;
const CONTROL_TOWER = { tool: 'AWS Control Tower', next: 'update of the landing zone', format: null } as const;
const pipeline = (tool: string) => ({ tool, next: 'run', format: 'json' }) as const;

/**
 * By what each tool is known, the narrower before the wider: Crossplane and Pulumi are built on Terraform's provider, and the
 * CDK deploys through CloudFormation. OpenTofu names itself where it keeps its state; its provider for AWS calls itself Terraform.
 */
const SIGNS: readonly Sign[] = [
  { ...CONTROL_TOWER, ...role(/^AWSControlTower(Execution|StackSetRole|Admin)$/) },
  { ...CONTROL_TOWER, ...service('controltower.amazonaws.com') },
  { tool: 'AWS CDK', next: 'deploy', format: 'cdk', ...role(/^cdk-[a-z0-9]+-(cfn-exec|deploy)-role-/) },
  { ...CLOUDFORMATION, ...service('cloudformation.amazonaws.com') },
  { ...CLOUDFORMATION, ...role(/^(AWSServiceRoleForCloudFormation|AWSCloudFormationStackSet|stacksets-exec-)/) },
  { ...CLOUDFORMATION, ...session(/^AWSCloudFormation$/) },
  { ...CLOUDFORMATION, ...agent(/^\[?cloudformation\.amazonaws\.com\]?$/) },
  { tool: 'Pulumi', next: '`pulumi up`', format: 'json', ...agent(/\bpulumi/i) },
  { ...CROSSPLANE, ...agent(/crossplane|upbound-provider-aws/i) },
  { tool: 'AWS Controllers for Kubernetes', next: CROSSPLANE.next, format: 'json', ...agent(/aws-controllers-k8s/i) },
  { tool: 'Ansible', next: 'run of the playbook', format: 'json', ...agent(/\bansible/i) },
  { tool: 'OpenTofu', next: 'apply', format: 'terraform', ...agent(/\bopentofu\b/i) },
  { tool: 'Terraform', next: 'apply', format: 'terraform', ...agent(/\bterraform\b/i) },
  { tool: 'Terraform', next: 'apply', format: 'terraform', ...session(/^terraform-run-/i) },
  { ...pipeline('GitHub Actions'), ...session(/git-?hub-?_?actions/i) },
  { ...pipeline('AWS CodeBuild'), ...session(/codebuild/i) },
  { ...pipeline('AWS CodePipeline'), ...session(/codepipeline/i) },
  { ...pipeline('GitLab CI'), ...session(/^git-?lab/i) },
  { ...pipeline('Bitbucket Pipelines'), ...session(/^bitbucket/i) },
  { ...pipeline('Jenkins'), ...session(/^jenkins/i) },
];

/** The tool by which somebody called, if it is one that writes from a source; null of people, and of what is not known. */
export function writerOf(actor: Actor): Writer | null {
  const caller = callerOf(actor);
  const sign = SIGNS.find(({ isOf }) => isOf(caller));
  if (sign === undefined) return null;
  const { tool, by, next, format } = sign;
  return { tool, by, next, format };
}

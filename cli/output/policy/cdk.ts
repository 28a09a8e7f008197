import { templateRefusal } from './cloudformation.ts';
import { type Holder, type PolicyFormat, remarks } from './printed-policy.ts';
import { statementsOf } from './statements-of.ts';

type ResourceKind = Exclude<Holder['kind'], 'people'>;

/** The module of the CDK, and the class whose objects take statements: of what a stack only imports there is no policy. */
const CONSTRUCTS: Readonly<Record<ResourceKind, readonly [module: string, type: string]>> = {
  bucket: ['s3', 'Bucket'],
  key: ['kms', 'Key'],
  topic: ['sns', 'Topic'],
};

function forResource(kind: ResourceKind, statements: string): readonly string[] {
  const [module, type] = CONSTRUCTS[kind];
  return [
    "import * as iam from 'aws-cdk-lib/aws-iam';",
    `import type * as ${module} from 'aws-cdk-lib/aws-${module}';`,
    '',
    `const STATEMENTS: readonly object[] = ${statements};`,
    '',
    `/** Call this with the ${kind} of your stack: it adds to the policy, and leaves what is there. */`,
    `export function allowCloudTrail(${kind}: ${module}.${type}): void {`,
    `  for (const statement of STATEMENTS) ${kind}.addToResourcePolicy(iam.PolicyStatement.fromJson(statement));`,
    '}',
  ];
}

function forPeople(name: string, statements: string): readonly string[] {
  return [
    "import * as iam from 'aws-cdk-lib/aws-iam';",
    "import type { Construct } from 'constructs';",
    '',
    `const STATEMENTS: readonly object[] = ${statements};`,
    '',
    '/** Call this in your stack, and attach the policy to the roles of these people. */',
    `export function ${name}Policy(scope: Construct): iam.ManagedPolicy {`,
    '  const statements = STATEMENTS.map((statement) => iam.PolicyStatement.fromJson(statement));',
    `  return new iam.ManagedPolicy(scope, '${name}', { statements });`,
    '}',
  ];
}

/** A module in TypeScript for aws-cdk-lib 2, whole as it stands. */
export const cdk: PolicyFormat = {
  text: (printed) => {
    const { holder, policy } = printed;
    const statements = JSON.stringify(statementsOf(policy), null, 2);
    const code =
      holder.kind === 'people'
        ? forPeople(holder.audience === 'reader' ? 'cloudTrailReader' : 'cloudTrailAdmin', statements)
        : forResource(holder.kind, statements);
    return `${[...remarks(printed).map((line) => `// ${line}`), ...code].join('\n')}\n`;
  },
  refusal: templateRefusal,
};

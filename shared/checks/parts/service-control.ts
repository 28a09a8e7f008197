import { ABSENT, type Context, type ContextValue, known } from '../../policy/context.ts';
import type { Policy, Statement } from '../../policy/document.ts';
import { doubtOf, nameOf } from '../../policy/doubts.ts';
import { blockingDenies, isAllowed } from '../../policy/evaluate.ts';
import type { RequestFamily } from '../../policy/family.ts';
import { isJsonObject, type Json } from '../../policy/json.ts';
import { exactly } from '../../policy/language.ts';
import type { Ternary } from '../../policy/ternary.ts';
import type { OrganizationPolicy, PolicyLevel } from '../../reconcile/reading.ts';
import { contextOf } from '../../trail/context.ts';
import { type PolicyReading, parsePolicyText } from './policy-reading.ts';
import { type WantedCall, waysOut } from './ways-out.ts';

/** Whether service control policies let a call through: they refuse it, with what refuses and the ways out, or it cannot be told. */
export type ServiceControl =
  | { readonly state: 'permitted' }
  | { readonly state: 'refused'; readonly message: string; readonly waysOut: readonly string[] }
  | { readonly state: 'unknown'; readonly message: string };

const UNKNOWN: ContextValue = { kind: 'unknown', present: true };

/** What only requests by a service, through one, or from a network of the caller's carry: a function without a VPC is none of these. */
const ABSENT_KEYS = [
  ...['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths', 'aws:PrincipalServiceName'],
  ...['aws:PrincipalServiceNamesList', 'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:username'],
  ...['aws:SourceVpc', 'aws:SourceVpcArn', 'aws:SourceVpce', 'aws:VpcSourceIp'],
];

/** The condition keys of a call by a role (IAM user guide, "AWS global condition context keys"); what is not here is unknown. */
function contextOfCall({ roleArn }: WantedCall): Context {
  const ofRole: readonly [string, ContextValue][] =
    roleArn === null
      ? [
          ['aws:PrincipalArn', UNKNOWN],
          ['aws:PrincipalAccount', UNKNOWN],
        ]
      : [
          ['aws:PrincipalArn', known(roleArn)],
          ['aws:PrincipalAccount', known(roleArn.split(':')[4] ?? '')],
        ];
  return contextOf([
    ...ofRole,
    ['aws:PrincipalType', known('AssumedRole')],
    ['aws:PrincipalIsAWSService', known('false')],
    ['aws:ViaAWSService', known('false')],
    ['aws:SecureTransport', known('true')],
    ...['aws:SourceIp', 'aws:RequestedRegion', 'aws:CurrentTime', 'aws:EpochTime', 'aws:userid', 'aws:UserAgent'].map(
      (key): [string, ContextValue] => [key, UNKNOWN],
    ),
    ...ABSENT_KEYS.map((key): [string, ContextValue] => [key, ABSENT]),
  ]);
}

function familyOf(call: WantedCall): RequestFamily {
  const { action, resource } = call;
  return {
    caller: { services: [], legacyAccounts: new Set() },
    action,
    varying: { kind: 'resource' },
    values: exactly(resource),
    context: contextOfCall(call),
    samples: [resource],
    refine: () => [resource],
  };
}

const nameOfPolicy = ({ id, name }: OrganizationPolicy): string => `the service control policy \`${name}\` (\`${id}\`)`;

/** A service control policy is for every role and user below it; it has no Principal, and names everybody. */
function withPrincipal(text: string): string {
  const statementFor = (statement: Json): Json =>
    isJsonObject(statement) ? { Principal: '*', ...statement } : statement;
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value) || value.Statement === undefined) return text;
    const { Statement: list } = value;
    return JSON.stringify({
      ...value,
      Statement: Array.isArray(list) ? list.map(statementFor) : statementFor(list),
    });
  } catch {
    return text;
  }
}

type Read = { readonly source: OrganizationPolicy; readonly target: string; readonly reading: PolicyReading };

function readAll(levels: readonly PolicyLevel[]): readonly (readonly Read[])[] {
  return levels.map(({ target, policies }) =>
    policies.map((source) => ({
      source,
      target,
      reading: parsePolicyText(withPrincipal(source.document), nameOfPolicy(source)),
    })),
  );
}

/** Whether a level lets the call through: one of its policies has to allow it. A level without policies has none to ask. */
function allows(level: readonly Read[], family: RequestFamily): Ternary {
  if (level.length === 0) return true;
  const answers = level.map(({ reading }) =>
    'policy' in reading ? isAllowed(reading.policy, family).holds : ('unknown' as const),
  );
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}

type Denying = {
  readonly source: OrganizationPolicy;
  readonly policy: Policy;
  readonly statement: Statement;
  readonly surely: boolean;
};

function denials(all: readonly Read[], family: RequestFamily): readonly Denying[] {
  return all.flatMap(({ source, reading }) =>
    'policy' in reading
      ? blockingDenies(reading.policy, family).map(({ statement, surely }) => ({
          source,
          policy: reading.policy,
          statement,
          surely,
        }))
      : [],
  );
}

/**
 * Judges whether the service control policies above an account let one of its roles make a call: no Deny may match it, and
 * every level has to allow it (Organizations user guide, "SCP evaluation"). The management account has none to ask.
 *
 * @param levels what is attached to the account, the organizational units above it and the root
 */
export function judgeServiceControl(levels: readonly PolicyLevel[], call: WantedCall): ServiceControl {
  const family = familyOf(call);
  const read = readAll(levels);
  const found = denials(read.flat(), family);
  const wanted = `\`${call.action}\` on \`${call.resource}\``;
  const sure = found.find(({ surely }) => surely);
  const refused = (message: string): ServiceControl => ({ state: 'refused', message, waysOut: waysOut(call, 'SCP') });
  if (sure !== undefined)
    return refused(`${nameOfPolicy(sure.source)}: ${nameOf(sure.statement)} denies the repair ${wanted}`);
  const closed = read.findIndex((level) => allows(level, family) === false);
  if (closed >= 0)
    return refused(`no service control policy of \`${levels[closed]?.target}\` allows the repair ${wanted}`);
  const [unread] = read.flat().flatMap(({ reading }) => ('finding' in reading ? [reading.finding] : []));
  if (unread !== undefined) return { state: 'unknown', message: unread.message };
  const [open] = found;
  if (open !== undefined) {
    const doubt = doubtOf(open.statement, family, open.policy.version);
    return { state: 'unknown', message: `${nameOfPolicy(open.source)} may deny the repair ${wanted}: ${doubt}` };
  }
  const doubtful = read.findIndex((level) => allows(level, family) === 'unknown');
  if (doubtful < 0) return { state: 'permitted' };
  const message = `whether a service control policy of \`${levels[doubtful]?.target}\` allows the repair ${wanted} hangs on what is not known`;
  return { state: 'unknown', message };
}

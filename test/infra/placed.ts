import type { Template } from 'aws-cdk-lib/assertions';
import type { Deploy } from './organization.ts';

/** An account and Region. */
export type Place = { readonly account: string; readonly region: string };

/** A resource as a template has it. */
export type Resource = ReturnType<Template['findResources']>[string];

/** A destination's stack as it stands in one account and Region: without what its conditions leave out, with its own names filled in. */
export type Placed = Place & {
  readonly stack: string;
  readonly from: 'stack-set' | 'direct';
  readonly resources: Readonly<Record<string, Resource>>;
};

const known = new WeakMap<Deploy, readonly Placed[]>();

/** All destinations' stacks that stand somewhere after a deploy. */
export function placedBy(deploy: Deploy): readonly Placed[] {
  const placed = known.get(deploy) ?? allPlaced(deploy);
  known.set(deploy, placed);
  return placed;
}

function allPlaced({ direct, stackSets }: Deploy): readonly Placed[] {
  const stacks = [...direct].map(([stack, { account, region, template }]) => ({
    ...{ account, region, stack, from: 'direct' as const },
    resources: standingAt(template, { account, region }),
  }));
  const instances = [...stackSets].flatMap(([stack, { properties, template }]) =>
    properties.StackInstancesGroup.flatMap(({ DeploymentTargets, Regions }) =>
      DeploymentTargets.Accounts.flatMap((account) =>
        Regions.map((region) => ({
          ...{ account, region, stack, from: 'stack-set' as const },
          resources: standingAt(template, { account, region }),
        })),
      ),
    ),
  );
  return [...stacks, ...instances];
}

/** The properties of everything of a type, with where it stands. */
export function ofType(
  placed: readonly Placed[],
  type: string,
): readonly (Place & { readonly properties: Resource })[] {
  return placed.flatMap(({ account, region, resources }) =>
    Object.values(resources)
      .filter((resource) => resource.Type === type)
      .map(({ Properties: properties }) => ({ account, region, properties })),
  );
}

/** The resources that CloudFormation makes of a template in this place. */
export function standingAt(template: Template, place: Place): Readonly<Record<string, Resource>> {
  const { Resources = {}, Conditions = {} } = template.toJSON();
  const all: [string, Resource][] = Object.entries(Resources);
  const standing = all.filter(([, { Condition: name }]) => name === undefined || holds(Conditions[name], place));
  return Object.fromEntries(standing.map(([id, { Condition: _, ...resource }]) => [id, filled(resource, place)]));
}

function holds(condition: Resource, place: Place): boolean {
  const [[name, values] = ['', []]]: [string, Resource[]][] = Object.entries(condition);
  switch (name) {
    case 'Fn::Or':
      return values.some((one) => holds(one, place));
    case 'Fn::And':
      return values.every((one) => holds(one, place));
    case 'Fn::Equals':
      return filled(values[0], place) === filled(values[1], place);
    default:
      throw new Error(`the condition \`${name}\` is not known`);
  }
}

/** The value with the account and Region that it stands in; references to other resources stay. */
function filled<T>(value: T, place: Place): T;
function filled(value: unknown, { account, region }: Place): unknown {
  const text = JSON.stringify(value, (_, inner) => {
    if (inner?.Ref === 'AWS::AccountId') return account;
    return inner?.Ref === 'AWS::Region' ? region : inner;
  });
  return JSON.parse(text, (_, inner) => {
    const [separator, parts] = inner?.['Fn::Join'] ?? [];
    const isText = Array.isArray(parts) && parts.every((part) => typeof part === 'string');
    return isText ? parts.join(separator) : inner;
  });
}

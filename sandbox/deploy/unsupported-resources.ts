type Resource = {
  readonly Type: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties?: Readonly<Record<string, unknown>>;
};

type Template = { readonly Resources?: Readonly<Record<string, Resource>> };

/**
 * Resource types that the engine's CloudFormation does not know; it refuses the whole template for one of them. A dashboard shows alarms
 * that are left out.
 */
const UNKNOWN_TYPES = new Set([
  'AWS::CloudWatch::Dashboard',
  'AWS::CloudFormation::StackSet',
  'AWS::CloudTrail::Trail',
  'AWS::Events::EventBusPolicy',
  'AWS::Logs::QueryDefinition',
]);

/** Of alarms the engine knows those on one metric, not those on metric math. */
function isUnsupported(resource: Resource | undefined): boolean {
  if (resource === undefined) return false;
  const isMetricMath = resource.Type === 'AWS::CloudWatch::Alarm' && resource.Properties?.['Metrics'] !== undefined;
  return isMetricMath || UNKNOWN_TYPES.has(resource.Type);
}

/** A template without the resources that the engine cannot make, and what was left out as `Type LogicalId`. */
export function withoutUnsupported(template: Template): { readonly template: Template; readonly dropped: string[] } {
  const entries = Object.entries(template.Resources ?? {});
  const isDropped = (id: string) => isUnsupported(template.Resources?.[id]);
  const kept = entries
    .filter(([id]) => !isDropped(id))
    .map(([id, resource]) => {
      const needs = [resource.DependsOn ?? []].flat().filter((other) => !isDropped(other));
      return [id, resource.DependsOn === undefined ? resource : { ...resource, DependsOn: needs }];
    });
  const dropped = entries.filter(([id]) => isDropped(id)).map(([id, { Type }]) => `${Type} ${id}`);
  return { template: { ...template, Resources: Object.fromEntries(kept) }, dropped };
}

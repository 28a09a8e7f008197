/** Resource types that the engine's CloudFormation does not know; it refuses the whole template for one of them. */
const UNSUPPORTED = new Set(['AWS::CloudTrail::Trail', 'AWS::Logs::QueryDefinition']);

type Template = {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly DependsOn?: string | readonly string[] }>
  >;
};

/** A template without the resources that the engine cannot make, and what was left out as `Type LogicalId`. */
export function withoutUnsupportedTypes(template: Template): {
  readonly template: Template;
  readonly dropped: string[];
} {
  const entries = Object.entries(template.Resources ?? {});
  const isDropped = (id: string) => UNSUPPORTED.has(template.Resources?.[id]?.Type ?? '');
  const kept = entries
    .filter(([id]) => !isDropped(id))
    .map(([id, resource]) => {
      const needs = [resource.DependsOn ?? []].flat().filter((other) => !isDropped(other));
      return [id, resource.DependsOn === undefined ? resource : { ...resource, DependsOn: needs }];
    });
  const dropped = entries.filter(([id]) => isDropped(id)).map(([id, { Type }]) => `${Type} ${id}`);
  return { template: { ...template, Resources: Object.fromEntries(kept) }, dropped };
}

import { isMap } from '../delivery/json.ts';

/** A function of CloudFormation (`Ref`, `Fn::GetAtt`, …), which stands where its value will be. */
function isFunction(value: unknown): boolean {
  const names = isMap(value) ? Object.keys(value) : [];
  return names.length === 1 && /^(Ref$|Fn::)/.test(names[0] ?? '');
}

function separated(parts: readonly (readonly unknown[])[]): unknown[] {
  return parts.flatMap((part, at) => (at === 0 ? part : [',', ...part]));
}

function partsOf(value: unknown): readonly unknown[] {
  if (isFunction(value)) return ['"', value, '"'];
  if (Array.isArray(value)) return ['[', ...separated(value.map(partsOf)), ']'];
  if (!isMap(value)) return [JSON.stringify(value)];
  const members = Object.entries(value).map(([name, inside]) => [`${JSON.stringify(name)}:`, ...partsOf(inside)]);
  return ['{', ...separated(members), '}'];
}

/** A value of a template as JSON text that CloudFormation puts together: its functions have to be texts without quotes. */
export function jsonText(value: unknown): { readonly 'Fn::Join': readonly unknown[] } {
  return { 'Fn::Join': ['', partsOf(value)] };
}

import { isMap, type JsonMap } from '../delivery/json.ts';
import { jsonText } from './json-text.ts';

/** A resource that the engine's CloudFormation makes only in part, or not at all, and that is played after the deploy. */
export type PlayedResource = {
  readonly type: 'AWS::CloudFormation::StackSet' | 'AWS::Events::EventBusPolicy' | 'AWS::Events::EventBus';
  /** As CloudFormation has resolved them. */
  readonly properties: JsonMap;
};

type Template = { readonly Resources?: JsonMap; readonly Outputs?: JsonMap };

const TYPES: readonly PlayedResource['type'][] = [
  'AWS::CloudFormation::StackSet',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::EventBus',
];

/** The text of a template inside a template, which may hold quotes: it has an output of its own. */
const BODY = 'PlayedBody';
const REST = 'PlayedRest';

/** Whether a resource type is played, so that it is missed by nobody. */
export function isPlayed(type: unknown): type is PlayedResource['type'] {
  return TYPES.some((known) => known === type);
}

/** What is played is told by outputs, which CloudFormation resolves: they never leave the deploy. */
function outputsFor([id, resource]: readonly [string, unknown]): (readonly [string, object])[] {
  if (!isMap(resource) || !isPlayed(resource['Type'])) return [];
  const { Type: type, Properties: properties = {}, Condition: condition } = resource;
  const { TemplateBody: body, ...rest } = isMap(properties) ? properties : {};
  const only = condition === undefined ? {} : { Condition: condition };
  const told = [`${REST}${id}`, { Value: jsonText({ type, properties: rest }), ...only }] as const;
  return body === undefined ? [told] : [told, [`${BODY}${id}`, { Value: body, ...only }]];
}

/** A template that tells in its outputs what is to be played. */
export function tellingPlayed<T extends Template>(template: T): T {
  const told = Object.entries(template.Resources ?? {}).flatMap(outputsFor);
  return told.length === 0 ? template : { ...template, Outputs: { ...template.Outputs, ...Object.fromEntries(told) } };
}

/** The outputs of a stack for everybody else, and what is to be played. */
export function splitPlayed(outputs: Readonly<Record<string, string>>): {
  readonly outputs: Readonly<Record<string, string>>;
  readonly played: readonly PlayedResource[];
} {
  const entries = Object.entries(outputs);
  const played = entries.flatMap(([name, text]): PlayedResource[] => {
    if (!name.startsWith(REST)) return [];
    const { type, properties }: PlayedResource = JSON.parse(text);
    const body = outputs[`${BODY}${name.slice(REST.length)}`];
    return [{ type, properties: body === undefined ? properties : { ...properties, TemplateBody: body } }];
  });
  const others = entries.filter(([name]) => !name.startsWith(REST) && !name.startsWith(BODY));
  return { outputs: Object.fromEntries(others), played };
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Template } from 'aws-cdk-lib/assertions';
import { deployOf, MEMBER_TRAIL, ORGANIZATION_TRAIL, organizationWith } from './organization.ts';
import { ofType, placedBy, type Resource } from './placed.ts';
import { templateFor } from './stack.ts';

/** Whether a pattern takes a call on this rule: by its name, or by how it begins (EventBridge user guide, "Comparison operators"). */
function takes(pattern: Resource, eventName: string, parameters: Readonly<Record<string, string>>): boolean {
  const { source, detail = {} } = pattern;
  if (!source.includes('aws.events')) return false;
  if (detail.eventName !== undefined && !detail.eventName.includes(eventName)) return false;
  const named = (detail.$or ?? []).some(({ requestParameters }: Resource) =>
    Object.entries<Resource[]>(requestParameters).some(([field, wanted]) => {
      const name = parameters[field];
      return wanted.some(
        (one) =>
          (one['prefix'] === undefined ? one['Ref'] : name?.startsWith(one['prefix'])) ===
          (one['prefix'] === undefined ? name : true),
      );
    }),
  );
  return detail.$or === undefined || named;
}

const CALLS = [
  ['DisableRule', 'name'],
  ['DeleteRule', 'name'],
  ['PutRule', 'name'],
  ['PutTargets', 'rule'],
  ['RemoveTargets', 'rule'],
] as const;

/** The rules of a template that publish to the topic, by their logical ids. */
const watching = (template: Template): readonly (readonly [string, Resource])[] =>
  Object.entries(template.findResources('AWS::Events::Rule')).filter(([, { Properties }]) =>
    JSON.stringify(Properties.Targets).includes('"AlertsTopic'),
  );

describe('somebody who changes a rule of the stack', () => {
  const template = templateFor();
  const rules = Object.keys(template.findResources('AWS::Events::Rule'));

  it('is told of without the function, whichever rule it is', () => {
    assert.equal(rules.length, 3);
    // CloudFormation names a rule after its stack and its logical id.
    for (const id of rules)
      for (const [eventName, field] of CALLS) {
        const told = watching(template).filter(([, { Properties }]) =>
          takes(Properties.EventPattern, eventName, { [field]: `Trailmend-${id}-1A2B3C` }),
        );
        assert.ok(told.length > 0, `${eventName} of ${id}`);
      }
  });

  it('is told of by another rule than the one that was changed', () => {
    for (const [id] of watching(template)) {
      const others = watching(template).filter(([other]) => other !== id);
      const names = [id, `Trailmend-${id}-1A2B3C`];
      assert.ok(
        others.some(([, { Properties }]) =>
          names.some((name) => takes(Properties.EventPattern, 'DisableRule', { name })),
        ),
        id,
      );
    }
  });

  it('is not told of for rules of others, nor for looking', () => {
    for (const [, { Properties }] of watching(template)) {
      assert.equal(takes(Properties.EventPattern, 'DisableRule', { name: 'nightly-backup' }), false);
      assert.equal(takes(Properties.EventPattern, 'DescribeRule', { name: `Trailmend-${rules[0]}` }), false);
    }
  });

  it('is named, with the time and the event', () => {
    for (const [, { Properties }] of watching(template)) {
      const [{ InputTransformer: said }] = Properties.Targets;
      const paths: string[] = Object.values(said.InputPathsMap);
      for (const path of ['userIdentity.arn', 'eventTime', 'eventName', 'eventID'])
        assert.ok(paths.includes(`$.detail.${path}`), path);
      assert.match(said.InputTemplate, /deploy again/);
    }
  });

  it('can be told of: the topic and its key let rules in, under no condition, which EventBridge does not meet', () => {
    const statements = [
      ...Object.values(template.findResources('AWS::SNS::TopicPolicy')).flatMap(
        ({ Properties }) => Properties.PolicyDocument.Statement,
      ),
      ...Object.values(template.findResources('AWS::KMS::Key')).flatMap(
        ({ Properties }) => Properties.KeyPolicy.Statement,
      ),
    ].filter(({ Sid }) => Sid === 'AllowRules');
    assert.deepEqual(
      statements.map(({ Action, Principal, Condition }) => [Action, Principal.Service, Condition]),
      [
        ['sns:Publish', 'events.amazonaws.com', undefined],
        [['kms:Decrypt', 'kms:GenerateDataKey'], 'events.amazonaws.com', undefined],
      ],
    );
  });
});

describe('somebody who changes a rule that forwards to the hub', () => {
  const deploy = deployOf(organizationWith({ trails: [ORGANIZATION_TRAIL, MEMBER_TRAIL] }));

  it('is told of wherever a rule forwards, whatever its stack is called', () => {
    const forwarding = placedBy(deploy).filter((one) => ofType([one], 'AWS::Events::Rule').length > 0);
    assert.ok(forwarding.length >= 4);
    for (const placed of forwarding)
      for (const name of ['StackSet-Trailmend-Destinations66-0a1b2c-Rule0F-1A2B', 'TrailmendDestination-Rule0F-1A2B']) {
        const heard = ofType([placed], 'AWS::Events::Rule').filter(({ properties }) =>
          takes(properties.EventPattern, 'DisableRule', { name }),
        );
        assert.equal(heard.length, 1);
        assert.match(JSON.stringify(heard[0]?.properties.Targets), /event-bus\/trailmend/);
      }
  });

  it('reaches people from the bus of the hub, and wakes no function', () => {
    const onBus = watching(deploy.hub).filter(([, { Properties }]) => Properties.EventBusName !== undefined);
    assert.deepEqual(
      onBus.map(([, { Properties }]) => Properties.EventPattern),
      [{ source: ['aws.events'] }],
    );
  });
});

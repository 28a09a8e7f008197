import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Template } from 'aws-cdk-lib/assertions';
import { TRAILS_A_SWEEP } from '../../shared/settings/scale.ts';
import { everythingEmitted } from '../lambdas/emitted.ts';
import { settings, TRAIL, templateFor } from './stack.ts';

type Widget = {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** What CloudFormation puts in for a reference, here its logical id in braces. */
const referred = (part: unknown): string =>
  typeof part === 'string' ? part : `{${JSON.stringify(part).replaceAll(/[^\w.,:-]/g, '')}}`;

/** The widgets of the one dashboard, from the top. */
function widgetsOf(template: Template): readonly Widget[] {
  const [dashboard, ...more] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  assert.deepEqual(more, []);
  assert.ok(dashboard !== undefined);
  const [, parts] = dashboard['Properties'].DashboardBody['Fn::Join'];
  return JSON.parse(parts.map(referred).join('')).widgets;
}

type Graphed = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [string, string])[];
};

/** The metrics that a widget asks CloudWatch for; expressions are made of others. */
function metricsOf({ properties }: Widget): readonly Graphed[] {
  const rows: unknown[][] = Object(properties).metrics ?? [];
  return rows.flatMap((row) => {
    const texts = row.filter((one) => typeof one === 'string');
    const [namespace, name, ...rest] = texts;
    if (namespace === undefined || name === undefined) return [];
    const dimensions = rest.flatMap((key, at): [string, string][] => (at % 2 === 0 ? [[key, rest[at + 1] ?? '']] : []));
    return [{ namespace, name, dimensions }];
  });
}

/** The metrics of AWS that resources have, by the type of the resource that a dimension names (the services' own user guides). */
const OF_AWS: Readonly<
  Record<string, { readonly dimension: string; readonly type: string; readonly names: readonly string[] }>
> = {
  'AWS/Lambda': {
    dimension: 'FunctionName',
    type: 'AWS::Lambda::Function',
    names: ['Invocations', 'Errors', 'Throttles', 'Duration'],
  },
  'AWS/SQS': {
    dimension: 'QueueName',
    type: 'AWS::SQS::Queue',
    names: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  },
  'AWS/Events': { dimension: 'RuleName', type: 'AWS::Events::Rule', names: ['Invocations', 'FailedInvocations'] },
};

const trailsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ trailArn: `${TRAIL}-${at}`, bucket: 'audit-logs' }));

const STACKS = {
  'one account': templateFor(),
  'a stack with a work queue': templateFor({ trails: trailsOf(TRAILS_A_SWEEP + 1) }),
};

describe('the dashboard', () => {
  it('answers first of all whether the audit trail is alive', () => {
    const [first] = widgetsOf(templateFor());
    assert.deepEqual([first?.type, first?.x, first?.y], ['metric', 0, 0]);
    const { title, view, metrics } = Object(first?.properties);
    assert.deepEqual([title, view], ['Is my audit trail alive?', 'singleValue']);
    const labels = metrics
      .map((row: unknown[]) => Object(row.at(-1)))
      .filter(({ visible }: { visible?: boolean }) => visible !== false);
    assert.deepEqual(
      labels.map(({ label }: { label: string }) => label),
      [
        'My audit trail is alive (1: yes, 0: look on)',
        'Incidents that are not over',
        'Checks that could not be told',
        'Runs that went well in 15 minutes (none in 30 minutes is an alarm)',
      ],
    );
  });

  for (const [name, template] of Object.entries(STACKS)) {
    it(`shows no metric of its own that the function does not write: ${name}`, async () => {
      const emitted = await everythingEmitted();
      const own = widgetsOf(template)
        .flatMap(metricsOf)
        .filter(({ namespace }) => !namespace.startsWith('AWS/'));
      assert.ok(own.length >= 10);
      for (const { namespace, name: metric, dimensions } of own) {
        const [found] = emitted.filter((one) => one.namespace === namespace && one.name === metric);
        assert.deepEqual(dimensions, Object.entries(found?.dimensions ?? {}), metric);
      }
      const shown = new Set(own.map(({ name: metric }) => metric));
      for (const one of emitted) assert.ok(shown.has(one.name), `${one.name} is shown`);
    });

    it(`shows no metric of AWS but those of the stack's resources: ${name}`, () => {
      const { Resources } = template.toJSON();
      const theirs = widgetsOf(template)
        .flatMap(metricsOf)
        .filter(({ namespace }) => namespace.startsWith('AWS/'));
      assert.ok(theirs.length >= 8);
      for (const { namespace, name: metric, dimensions } of theirs) {
        const known = OF_AWS[namespace] ?? assert.fail(namespace);
        assert.ok(known.names.includes(metric), metric);
        const [[dimension, value] = ['', '']] = dimensions;
        assert.equal(dimension, known.dimension);
        const [id] = Object.keys(Resources).filter((one) => new RegExp(`\\b(Ref:|GetAtt:)${one}\\b`).test(value));
        assert.equal(Resources[id ?? '']?.Type, known.type, value);
      }
    });
  }

  it('adds up what shares of a sweep found open, where a queue hands the work out', () => {
    const stats = Object.values(STACKS).map((template) => {
      const rows: unknown[][] = widgetsOf(template).flatMap(({ properties }) => Object(properties).metrics ?? []);
      const states = rows.filter((row) => row.includes('OpenIncidents') || row.includes('UnknownVerdicts'));
      return [...new Set(states.map((row) => Object(row.at(-1)).stat))];
    });
    assert.deepEqual(stats, [['Maximum'], ['Sum']]);
  });

  it('shows every alarm of the stack', () => {
    for (const template of Object.values(STACKS)) {
      const [status] = widgetsOf(template).filter(({ type }) => type === 'alarm');
      const shown = JSON.stringify(status?.properties['alarms']);
      for (const id of Object.keys(template.findResources('AWS::CloudWatch::Alarm'))) assert.ok(shown.includes(id), id);
    }
  });

  it('counts in schedule periods', () => {
    const [first] = widgetsOf(templateFor({ ...settings, scheduleMinutes: 1440 }));
    assert.equal(first?.properties['period'], 86_400);
  });
});

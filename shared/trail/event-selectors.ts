import type { JsonObject } from '../policy/json.ts';
import { all, any, type Ternary } from '../policy/ternary.ts';

/** What a trail records, as PutEventSelectors takes it and GetEventSelectors gives it: selectors of one kind or of the other. */
export type EventSelectors =
  | { readonly kind: 'basic'; readonly selectors: readonly BasicSelector[] }
  | { readonly kind: 'advanced'; readonly selectors: readonly AdvancedSelector[] };

/** One basic selector (CloudTrail API reference, EventSelector). */
export type BasicSelector = {
  readonly management: boolean;
  readonly readWriteType: string;
  /** Services whose management events are left out. */
  readonly excluded: readonly string[];
  readonly dataResources: readonly { readonly type: string; readonly values: readonly string[] }[];
};

/** The operators of an advanced selector, in the words of the API. */
export const FIELD_OPERATORS = [
  'Equals',
  'StartsWith',
  'EndsWith',
  'NotEquals',
  'NotStartsWith',
  'NotEndsWith',
] as const;

type FieldOperator = (typeof FIELD_OPERATORS)[number];

/** What one field of an event has to be. */
export type FieldSelector = {
  readonly field: string;
  readonly tests: readonly { readonly operator: FieldOperator; readonly values: readonly string[] }[];
};

/** One advanced selector: an event has to pass all of its fields (CloudTrail API reference, AdvancedEventSelector). */
export type AdvancedSelector = { readonly name: string | null; readonly fields: readonly FieldSelector[] };

/** The service whose events can be left out, and with them every change of a key. */
const KMS = 'kms.amazonaws.com';

/** Its events are many, and none of them has to do with delivery: to leave them out is no harm. */
const RDS_DATA = 'rdsdata.amazonaws.com';

/** Stands for every service that no selector names. */
export const ANY_SERVICE = 'any-other-service.amazonaws.com';

function passes(operator: FieldOperator, values: readonly string[], value: string): boolean {
  const some = (test: (wanted: string) => boolean): boolean => values.some(test);
  switch (operator) {
    case 'Equals':
      return some((wanted) => value === wanted);
    case 'StartsWith':
      return some((wanted) => value.startsWith(wanted));
    case 'EndsWith':
      return some((wanted) => value.endsWith(wanted));
    case 'NotEquals':
      return !some((wanted) => value === wanted);
    case 'NotStartsWith':
      return !some((wanted) => value.startsWith(wanted));
    case 'NotEndsWith':
      return !some((wanted) => value.endsWith(wanted));
  }
}

/** Tests that leave out are all to be passed; of those that take in, one is (CloudTrail user guide, advanced event selectors). */
function takes({ tests }: FieldSelector, value: string): boolean {
  const leaving = tests.filter(({ operator }) => operator.startsWith('Not'));
  const taking = tests.filter(({ operator }) => !operator.startsWith('Not'));
  const passed = ({ operator, values }: FieldSelector['tests'][number]): boolean => passes(operator, values, value);
  return leaving.every(passed) && (taking.length === 0 || taking.some(passed));
}

/** What the fields are of a call that changes something of a service. */
const FIELDS_OF_A_WRITE = { eventCategory: 'Management', readOnly: 'false', eventType: 'AwsApiCall' } as const;

/** A field that differs from call to call: a list of values never takes all of them, and what else does cannot be told. */
function takesEvery({ tests }: FieldSelector): Ternary {
  const taking = tests.filter(({ operator }) => !operator.startsWith('Not'));
  return taking.length > 0 && taking.every(({ operator }) => operator === 'Equals') ? false : 'unknown';
}

function takesWrite(selector: FieldSelector, service: string): Ternary {
  const { field } = selector;
  if (field === 'eventSource') return takes(selector, service);
  const fixed = Object.entries(FIELDS_OF_A_WRITE).find(([name]) => name === field);
  return fixed === undefined ? takesEvery(selector) : takes(selector, fixed[1]);
}

/** Whether a trail with these selectors records every call that changes something of a service. */
export function recordsWrites(selectors: EventSelectors, service: string): Ternary {
  if (selectors.kind === 'basic') {
    return selectors.selectors.some(
      ({ management, readWriteType, excluded }) =>
        management && readWriteType !== 'ReadOnly' && !excluded.includes(service),
    );
  }
  return any(selectors.selectors.map(({ fields }) => all(fields.map((field) => takesWrite(field, service)))));
}

/** The services that have to be asked about: those that selectors name, KMS, and one for all others. */
export function servicesIn(all: readonly EventSelectors[]): readonly string[] {
  const named = all.flatMap((one) =>
    one.kind === 'basic'
      ? one.selectors.flatMap(({ excluded }) => excluded)
      : one.selectors
          .flatMap(({ fields }) => fields.filter(({ field }) => field === 'eventSource'))
          .flatMap(({ tests }) => tests.flatMap(({ values }) => values)),
  );
  return [...new Set([ANY_SERVICE, KMS, ...named])].filter((service) => service !== RDS_DATA);
}

function basicJson({ management, readWriteType, excluded, dataResources }: BasicSelector): JsonObject {
  return {
    ReadWriteType: readWriteType,
    IncludeManagementEvents: management,
    DataResources: dataResources.map(({ type, values }) => ({ Type: type, Values: values })),
    ExcludeManagementEventSources: excluded,
  };
}

function advancedJson({ name, fields }: AdvancedSelector): JsonObject {
  const FieldSelectors = fields.map(({ field, tests }) => ({
    Field: field,
    ...Object.fromEntries(tests.map(({ operator, values }) => [operator, values])),
  }));
  return { ...(name === null ? {} : { Name: name }), FieldSelectors };
}

/** CloudTrail takes so many basic selectors of a trail. */
const MOST_BASIC = 5;

function mendedBasic(selectors: readonly BasicSelector[]): readonly BasicSelector[] {
  const excluded = selectors.some((one) => one.excluded.includes(RDS_DATA)) ? [RDS_DATA] : [];
  const everything = { management: true, readWriteType: 'All', excluded };
  // What selects no data events is about management events alone, which the new one takes all in.
  const kept = selectors.filter(({ dataResources }) => dataResources.length > 0);
  if (kept.length < MOST_BASIC) return [...kept, { ...everything, dataResources: [] }];
  return kept.map((one, at) => (at === 0 ? { ...one, ...everything } : one));
}

const ofManagement = ({ fields }: AdvancedSelector): boolean =>
  fields.some((selector) => selector.field === 'eventCategory' && takes(selector, 'Management'));

function mendedAdvanced(selectors: readonly AdvancedSelector[]): readonly AdvancedSelector[] {
  const names = (one: AdvancedSelector): boolean => JSON.stringify(one.fields).includes(`"${RDS_DATA}"`);
  const without = selectors.filter(ofManagement).some(names)
    ? [{ field: 'eventSource', tests: [{ operator: 'NotEquals' as const, values: [RDS_DATA] }] }]
    : [];
  const management = { field: 'eventCategory', tests: [{ operator: 'Equals' as const, values: ['Management'] }] };
  const everything = { name: 'Management events', fields: [management, ...without] };
  return [everything, ...selectors.filter((one) => !ofManagement(one))];
}

/**
 * The selectors with which all management events are recorded, and data events as before: as the options of
 * `aws cloudtrail put-event-selectors`.
 */
export function mendingOption(selectors: EventSelectors): string {
  const [name, list] =
    selectors.kind === 'basic'
      ? (['event-selectors', mendedBasic(selectors.selectors).map(basicJson)] as const)
      : (['advanced-event-selectors', mendedAdvanced(selectors.selectors).map(advancedJson)] as const);
  return `--${name} '${JSON.stringify(list).replaceAll("'", "'\\''")}'`;
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseApiCall } from '../../shared/events/api-call.ts';
import { eventSources } from '../../shared/events/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../../shared/policy/json.ts';
import { asEvent, LONGEST, RECORD, recordWith } from './event.ts';

/** Every place inside of a value, as the names that lead there. */
function placesOf(value: Json, place: readonly string[] = []): readonly (readonly string[])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [place, ...inner.flatMap(([name, child]) => placesOf(child, [...place, name]))];
}

/** The value with another one at a place; `undefined` takes out what stands there. */
function replaced(value: Json, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (!isJsonObject(value)) return value;
  return { ...value, [name]: replaced(value[name] ?? null, rest, by) };
}

const EVENTS = eventSources.flatMap(({ source, eventNames }) =>
  eventNames.map((eventName) =>
    asEvent(recordWith({ eventSource: `${source.slice('aws.'.length)}.amazonaws.com`, eventName })),
  ),
);

/** What may stand in the place of anything: what JSON allows, what it does not, and what others choose. */
const anything = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue(),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
  fc.string({ unit: 'binary', maxLength: 2000 }),
  fc.constantFrom('__proto__', 'x'.repeat(100_000), '\ud800', '\u0000', '\u001b[2J'),
);

const mutated = fc
  .tuple(fc.constantFrom(...EVENTS), fc.array(fc.tuple(fc.nat(), anything), { minLength: 1, maxLength: 4 }))
  .map(([event, changes]) => {
    const places = placesOf(event);
    return changes.reduce<unknown>(
      (value, [at, by]) => replaced(isJsonObject(value) ? value : {}, places[at % places.length] ?? [], by),
      event,
    );
  });

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function assertBounded(event: unknown): boolean {
  const call = parseApiCall(event);
  if (call === null) return false;
  const { eventId, eventTime, actor, subject } = call;
  for (const text of [eventId, eventTime, subject, actor.principal, actor.sourceAddress, actor.userAgent]) {
    if (text === null) continue;
    assert.ok(text !== '' && text.length <= LONGEST, text);
    assert.doesNotMatch(text, CONTROLS);
  }
  return true;
}

describe('whatever becomes of an event', () => {
  it('it is understood or ignored, never an exception, and what is told of it is bounded and clean', () => {
    let understood = 0;
    let ignored = 0;
    fc.assert(
      fc.property(mutated, (event) => {
        if (assertBounded(event)) understood += 1;
        else ignored += 1;
      }),
      { numRuns: 3000 },
    );
    // Else the property would speak of one kind alone.
    assert.ok(understood > 300 && ignored > 300, `${understood} understood, ${ignored} ignored`);
  });

  it('and what is no event at all is ignored', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => assert.equal(parseApiCall(value), null)),
      { numRuns: 1000 },
    );
  });

  it('a failed call stays ignored, whatever else stands in it', () => {
    const record = fc.dictionary(fc.constantFrom(...Object.keys(RECORD)), fc.jsonValue());
    fc.assert(
      fc.property(record, fc.string({ minLength: 1 }), (parts, errorCode) => {
        const failed: JsonObject = { ...RECORD, ...(parts as JsonObject), errorCode };
        assert.equal(parseApiCall({ ...asEvent(RECORD), detail: failed }), null);
      }),
    );
  });
});

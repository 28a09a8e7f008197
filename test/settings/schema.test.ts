import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { modesSchema } from '../../scripts/settings-schema.ts';
import { checks } from '../../shared/checks/index.ts';
import { parseSettings } from '../../shared/settings/parse-settings.ts';
import { contradictions } from './contradictions.ts';
import { bad, good } from './examples.ts';

const schema = JSON.parse(readFileSync(new URL('../../shared/settings/settings.schema.json', import.meta.url), 'utf8'));
const matches = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const parses = (value: unknown) => parseSettings(value, checks).state === 'valid';

/** Every object schema inside a schema, with its place. */
function* fieldsOf(node: unknown, place = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties')
      for (const entry of Object.entries(value)) yield [`${place}/${entry[0]}`, Object(entry[1])];
    yield* fieldsOf(value, `${place}/${key}`);
  }
}

describe('the settings schema', () => {
  for (const [name, value] of Object.entries(good)) it(`takes ${name}`, () => assert.ok(matches(value)));
  for (const [name, { value }] of Object.entries(bad)) it(`refuses ${name}`, () => assert.ok(!matches(value)));
  for (const [name, { value }] of Object.entries(contradictions)) {
    it(`leaves to the parser: ${name}`, () => assert.ok(matches(value)));
  }

  it('names every check with its modes (else run: node scripts/settings-schema.ts)', () => {
    assert.deepEqual(schema.$defs.modes.properties, modesSchema(checks));
  });

  it('explains every field', () => {
    for (const [place, field] of fieldsOf(schema)) assert.ok(String(field.description ?? '').length > 10, place);
  });

  it('agrees with the parser on texts that nobody thought of', () => {
    const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
    const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[a-z0-9./*$-]{1,70}$/));
    const key = fc.stringMatching(/^arn:aws(-cn)?:kms:[a-z0-9-]{1,9}:[0-9]{12}:(key|alias)\/[A-Za-z0-9-]{0,9}$/);
    const topic = fc.stringMatching(/^arn:aws(-cn)?:s[nq]s:[a-z0-9-]{1,9}:[0-9]{11,12}:[A-Za-z0-9_.-]{0,9}$/);
    const bucket = fc.oneof(fc.constant('audit-logs'), part);
    const days = fc.oneof(fc.integer({ min: -1 }), fc.double(), fc.constantFrom(0, 1, 2_147_483_648, '90'));
    const arns = { kmsKeyArn: key, topicArn: topic, topicKmsKeyArn: key };
    const fields = { prefix: part, ...arns, multiRegion: fc.boolean(), minimumRetentionDays: days };
    const trail = fc.record({ bucket, ...fields }, { requiredKeys: ['bucket'] });
    fc.assert(
      fc.property(trail, part, (fields, address) => {
        const value = { version: 1, trails: [{ trailArn: arn, ...fields }], alertEmails: [`a@${address}`] };
        assert.equal(matches(value), parses(value));
      }),
    );
  });
});

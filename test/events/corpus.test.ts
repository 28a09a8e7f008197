import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type ApiCall, parseApiCall } from '../../shared/events/api-call.ts';
import { isJsonObject, type Json, type JsonObject } from '../../shared/policy/json.ts';
import type { DocumentKind } from '../../shared/trail/document.ts';
import { asEvent, LONGEST } from './event.ts';

const CORPUS = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'events');
const skip = existsSync(CORPUS) ? false : 'the public events are not beside this checkout';

/** The calls of the corpus that can break delivery, written by hand, and where each service names what was touched. */
const BREAKING: Readonly<Record<string, { readonly subject: readonly string[]; readonly names: readonly string[] }>> = {
  's3.amazonaws.com': {
    subject: ['bucketName'],
    names: [
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketAcl',
      'PutBucketPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'PutBucketEncryption',
      'PutBucketLifecycle',
      'DeleteBucket',
      'CreateBucket',
    ],
  },
  'cloudtrail.amazonaws.com': {
    subject: ['name', 'trailName'],
    names: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'CreateTrail', 'PutEventSelectors'],
  },
  'kms.amazonaws.com': { subject: ['keyId'], names: ['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion'] },
};

/** A file's name says what it holds: `NNN-call-identity-outcome.json`, where the outcome is `ok` or the error. */
const FILE = /^\d{3}-(?<call>[a-z]+)-(?<identity>[a-z]+)-(?<outcome>[a-z]+)\.json$/;

type Entry = { readonly file: string; readonly record: JsonObject; readonly outcome: string };

function entries(): readonly Entry[] {
  return readdirSync(CORPUS)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const { event }: { readonly event: JsonObject } = JSON.parse(readFileSync(join(CORPUS, file), 'utf8'));
      const { call, outcome = '' } = FILE.exec(file)?.groups ?? {};
      assert.equal(String(event.eventName).toLowerCase(), call, `${file} is called after its event`);
      return { file, record: event, outcome };
    });
}

const isBreaking = ({ eventSource, eventName }: JsonObject): boolean =>
  BREAKING[String(eventSource)]?.names.includes(String(eventName)) ?? false;

/** Why calls of the corpus that succeeded are ignored, written by hand. */
const HARMLESS: Readonly<Record<string, string>> = {
  GetBucketAcl: 'it reads, and changes nothing',
  GetBucketPolicy: 'it reads, and changes nothing',
  GenerateDataKey: 'it uses the key, and changes nothing',
  PutObject: 'it writes an object, and no setting',
  StartLogging: 'it gives back what StopLogging took',
  DeleteBucketLifecycle: 'log files are kept for longer, not for less long',
};

/** What has to become of an event, and why; an event of which nobody wrote it down is a failure. */
function fateOf({ file, record, outcome }: Entry): { readonly understood: boolean; readonly why: string } {
  const { eventSource, eventName, errorCode } = record;
  const service = String(eventSource);
  if (outcome !== 'ok') {
    assert.equal(
      String(errorCode)
        .toLowerCase()
        .replaceAll(/[^a-z]/g, '')
        .replace(/^client/, ''),
      outcome,
      file,
    );
    return { understood: false, why: `it failed with ${errorCode}` };
  }
  if (BREAKING[service] === undefined)
    return { understood: false, why: `${service} is no service that is listened to` };
  if (isBreaking(record)) return { understood: true, why: `${eventName} can break delivery` };
  return { understood: false, why: HARMLESS[String(eventName)] ?? assert.fail(`${file}: why is it ignored?`) };
}

const field = (value: Json | undefined, name: string): Json | undefined =>
  isJsonObject(value) ? value[name] : undefined;

/** Text that stands in the record and is neither empty nor longer than what is kept. */
const textOf = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' && value.length < LONGEST ? value : null;

/** A document as it is, or as the JSON text that it is given as; text that is no JSON is none. */
function parsed(kind: DocumentKind, policy: Json | undefined): ApiCall['document'] {
  if (typeof policy !== 'string') return policy === undefined ? null : { kind, policy };
  return /^\s*\{/.test(policy) ? { kind, policy: JSON.parse(policy) } : null;
}

/** The document that a call of the corpus wrote. */
function documentOf({ eventName, requestParameters }: JsonObject): ApiCall['document'] {
  switch (eventName) {
    case 'DeleteBucketPolicy':
      return { kind: 'bucket-policy', policy: null };
    case 'PutBucketPolicy':
      return parsed('bucket-policy', field(requestParameters, 'bucketPolicy'));
    case 'PutKeyPolicy':
      return parsed('key-policy', field(requestParameters, 'policy'));
    default:
      return null;
  }
}

function assertTold(call: ApiCall, record: JsonObject): void {
  const { requestParameters, userIdentity, eventSource } = record;
  assert.equal(call.source, `aws.${String(eventSource).split('.')[0]}`);
  assert.equal(call.eventName, record.eventName);
  assert.equal(call.eventTime, textOf(record.eventTime));
  assert.equal(call.eventId, textOf(record.eventID));
  const names = BREAKING[String(eventSource)]?.subject ?? [];
  const named = names.map((name) => textOf(field(requestParameters, name))).find((name) => name !== null);
  assert.equal(call.subject, named ?? null);
  assert.deepEqual(call.document, documentOf(record));
  assert.equal(call.actor.sourceAddress, textOf(record.sourceIPAddress));
  const arn = textOf(field(userIdentity, 'arn'));
  if (arn !== null) assert.equal(call.actor.principal, arn);
  assert.notEqual(call.actor.principal, '');
  const { userAgent } = record;
  if (typeof userAgent === 'string' && userAgent.length >= LONGEST)
    assert.equal(call.actor.userAgent, `${userAgent.slice(0, LONGEST - 1)}…`);
  else assert.equal(call.actor.userAgent, textOf(userAgent));
}

describe('public events are understood, or ignored on purpose', { skip }, () => {
  const all = skip === false ? entries() : [];

  it('there are events of every kind: breaking, failed, and harmless', () => {
    assert.ok(all.filter(({ record, outcome }) => isBreaking(record) && outcome === 'ok').length > 40);
    assert.ok(all.filter(({ record, outcome }) => isBreaking(record) && outcome !== 'ok').length > 8);
    assert.ok(all.filter(({ record }) => !isBreaking(record)).length > 10);
  });

  for (const entry of all) {
    const { file, record } = entry;
    const { understood, why } = fateOf(entry);
    const told = parseApiCall(asEvent(record));
    const what = told === null ? 'ignored' : `understood, of \`${told.subject ?? 'all trails'}\``;
    it(`${file}: ${what}, since ${why}`, () => {
      if (!understood) assert.equal(told, null);
      else assertTold(told ?? assert.fail('it is ignored'), record);
    });
  }

  it('no reason is left over', () => {
    const seen = new Set(all.map(({ record }) => String(record.eventName)));
    for (const name of Object.keys(HARMLESS)) assert.ok(seen.has(name), name);
  });
});

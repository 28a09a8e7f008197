import { momentOf } from '../incident/parse-incident.ts';
import { plainText } from '../plain-text.ts';
import { isJsonObject, type Json } from '../policy/json.ts';
import type { Alert, Owed } from './memory.ts';

/** What SNS takes of one message, in bytes, subject and attributes included (SNS API reference, Publish), with room for the escapes. */
const MOST = 250_000;

/** What a subject and the name of an attribute may be (SNS API reference, Publish; developer guide, "SNS message attributes"). */
const [SUBJECT, NAME] = [/^[\x20-\x7e]{1,99}$/, /^(?!\.)(?!.*(?:\.$|\.\.))[\w.-]{1,256}$/];

const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Attributes that SNS takes: it refuses empty values, and names of other signs. */
function attributesOf(value: Json | undefined): Alert['attributes'] {
  const entries = Object.entries(value !== undefined && isJsonObject(value) ? value : {}).flatMap(([name, one]) => {
    const said = Array.isArray(one) ? one.filter((each) => text(each) !== null).map(String) : text(one);
    return said === null || said.length === 0 || !NAME.test(name) ? [] : [[name, said] as const];
  });
  return Object.fromEntries(entries);
}

const isSmall = (value: unknown): boolean => new TextEncoder().encode(JSON.stringify(value)).length <= MOST;

/**
 * Reads an alert that is owed. What SNS does not take is left out; null if nothing is left, or too much: it would be tried by every
 * run, in vain, and each of them would fail.
 */
export function owedOf(value: Json | undefined): Owed | null {
  if (value === undefined || !isJsonObject(value) || !isJsonObject(value.attributes ?? null)) return null;
  const [subject, body, chat] = [text(value.subject), text(value.body), text(value.chat)];
  if (subject === null || body === null || !SUBJECT.test(subject)) return null;
  const sentAt = momentOf(value.sentAt);
  const owed: Owed = {
    subject,
    body: body
      .split('\n')
      .map((line) => plainText(line))
      .join('\n'),
    ...(chat === null ? {} : { chat }),
    attributes: attributesOf(value.attributes),
    ...(sentAt === null ? {} : { sentAt }),
  };
  return isSmall([owed.subject, { default: owed.body, https: owed.chat }, owed.attributes]) ? owed : null;
}

import assert from 'node:assert/strict';
import type { Alert } from '../../shared/reconcile/memory.ts';

/** Signs that change how a mail or a terminal shows what stands around them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** SNS takes so many bytes of a message, for all protocols together (SNS API reference, Publish). */
const SNS = 262_144;

/** Every text in a JSON value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** An alert that SNS takes and that shows what it says: bounded, ASCII where it must be, without control characters. */
export function assertPlain(alert: Alert | null): void {
  assert.ok(alert !== null, 'people are told');
  const { subject, body, chat = '', attributes } = alert;
  assert.match(subject, /^[\x20-\x7e]{1,99}$/);
  assert.ok(body.length <= 61_000, `a body of ${body.length} characters`);
  assert.ok(body.isWellFormed(), 'no half of a surrogate pair');
  assert.doesNotMatch(body.replaceAll('\n', ''), INVISIBLE);
  for (const text of textsIn(JSON.parse(chat))) {
    assert.ok(text.isWellFormed(), 'no half of a surrogate pair in chat');
    assert.doesNotMatch(text.replaceAll('\n', ''), INVISIBLE);
  }
  const bytes = Buffer.byteLength(
    JSON.stringify({ default: body, https: chat }) + JSON.stringify(attributes) + subject,
  );
  assert.ok(bytes < SNS, `a message of ${bytes} bytes`);
  assert.ok(
    Object.values(attributes).every((value) => value !== ''),
    'SNS takes no empty attribute',
  );
}

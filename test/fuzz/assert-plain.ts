import assert from 'node:assert/strict';
import type { Alert } from '../../shared/reconcile/memory.ts';

/** Signs that change how a mail or a terminal shows what stands around them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** An alert that SNS takes and that shows what it says: bounded, ASCII where it must be, without control characters. */
export function assertPlain(alert: Alert | null): void {
  assert.ok(alert !== null, 'people are told');
  const { subject, body, attributes } = alert;
  assert.match(subject, /^[\x20-\x7e]{1,99}$/);
  assert.ok(body.length <= 61_000, `a body of ${body.length} characters`);
  assert.ok(body.isWellFormed(), 'no half of a surrogate pair');
  assert.doesNotMatch(body.replaceAll('\n', ''), INVISIBLE);
  assert.ok(
    Object.values(attributes).every((value) => value !== ''),
    'SNS takes no empty attribute',
  );
}

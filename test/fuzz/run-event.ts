import assert from 'node:assert/strict';
import { checks } from '../../shared/checks/index.ts';
import { type ApiCall, parseApiCall } from '../../shared/events/api-call.ts';
import type { JsonObject } from '../../shared/policy/json.ts';
import { isThere } from '../../shared/reconcile/look.ts';
import { lostEdit } from '../../shared/reconcile/lost-edit.ts';
import { planRepairs } from '../../shared/reconcile/plan.ts';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import { alertOf } from '../../shared/report/alert.ts';
import { parseSettings } from '../../shared/settings/parse-settings.ts';
import { DOCUMENT_KINDS, resourceOfDocument } from '../../shared/trail/document.ts';
import { LONGEST } from '../events/event.ts';
import { KEY, TOPIC, trailWith } from '../trail/trails.ts';
import { assertPlain } from './assert-plain.ts';
import type { Fate, FuzzCase } from './case.ts';
import { observed } from './observed.ts';
import { judged, outcomeOf } from './run-policy.ts';

const TRAIL = trailWith({ kmsKeyArn: KEY, topicArn: TOPIC });
const NOTHING: JsonObject = { Version: '2012-10-17', Statement: [] };

/** A trail that nothing is allowed to, so that whoever called is a suspect. */
const JUDGEMENT = judged(observed(TRAIL, JSON.stringify(NOTHING), 'live'), false);
const LOOK = { judgements: [JUDGEMENT], plan: planRepairs([JUDGEMENT]), readAt: 0, remembered: [] };

const WRITES = DOCUMENT_KINDS.map((kind) => ({
  ...{ kind, resource: resourceOfDocument(TRAIL, kind) ?? '', before: null, after: NOTHING },
  ...{ from: 0, to: Number.POSITIVE_INFINITY },
}));

function settingsFor(trails: readonly JsonObject[]) {
  const parsed = parseSettings({ version: 1, trails }, checks);
  assert.ok(parsed.state === 'valid');
  return parsed.settings;
}

const SETTINGS = settingsFor([
  { trailArn: TRAIL.arn, bucket: TRAIL.bucket, kmsKeyArn: KEY, topicArn: TOPIC, organizationId: 'o-exampleorgid' },
  { trailArn: `${TRAIL.arn}-2`, bucket: 'more-logs' },
]);

/** What is shown of an event is bounded and on one line. */
function assertBounded({ eventId, eventTime, actor, subject }: ApiCall): void {
  for (const text of [eventId, eventTime, subject, actor.principal, actor.sourceAddress, actor.userAgent]) {
    if (text === null) continue;
    assert.ok(text !== '' && text.length <= LONGEST && text.isWellFormed(), text);
    assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
}

/** All that a run does with the text of an event before and beside AWS: where to look, what is there, what people are told. */
function understood(cause: ApiCall): void {
  assertBounded(cause);
  const all = targetsOf(SETTINGS, null);
  const targets = targetsOf(SETTINGS, cause);
  assert.ok(targets.length <= all.length);
  if (cause.subject === null) assert.deepEqual(targets, all);
  isThere(cause, LOOK);
  const subject = cause.document === null ? null : resourceOfDocument(TRAIL, cause.document.kind);
  const lost = lostEdit({ ...cause, subject }, 1, WRITES);
  assertPlain(alertOf(outcomeOf([JUDGEMENT], LOOK.plan, { cause, lost }), String));
}

/** An event as EventBridge sends it: what is no JSON never arrives. */
export function runEvent({ text }: FuzzCase): Fate {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return 'refused';
  }
  const call = parseApiCall(event);
  if (call === null) return 'ignored';
  understood(call);
  return 'understood';
}

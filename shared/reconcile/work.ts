import { isJsonObject, type JsonObject } from '../policy/json.ts';
import { type Settings, type SourceSettings, sourceArn, sourcesIn } from '../settings/settings.ts';
import { destinationOf } from './sweep.ts';
import { targetsOf } from './targets.ts';

/** Groups of trails or event data stores, as `targetsOf` makes them. */
type Groups = readonly (readonly SourceSettings[])[];

/**
 * So many groups of a destination are named in one message: as many as one invocation looks after in a few seconds, so that a
 * destination with many does not come last.
 */
const GROUPS_A_MESSAGE = 100;

/** What of an event says who did what and when; the parameters stay behind, for the call is about nothing in particular. */
function hintIn(event: unknown): JsonObject | null {
  if (!isJsonObject(event) || !isJsonObject(event.detail)) return null;
  const { source, 'detail-type': detailType, detail } = event;
  const { eventID, eventName, eventTime, userIdentity, sourceIPAddress, userAgent } = detail;
  const kept = { eventID, eventName, eventTime, userIdentity, sourceIPAddress, userAgent };
  const given = Object.fromEntries(
    Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return { source: source ?? null, 'detail-type': detailType ?? null, detail: given };
}

/**
 * One message for each destination. It names one trail of each group, which stands for all that share a document with it:
 * settings travel with the code, and a message is small however many trails a bucket has. The event goes with it, so that
 * people hear who made the call.
 */
export function messagesFor(groups: Groups, event: unknown = null): readonly string[] {
  const hint = hintIn(event);
  const byDestination = Map.groupBy(groups, destinationOf);
  return [...byDestination.values()].flatMap((all) => {
    const named = all.flatMap(([first]) => (first === undefined ? [] : [sourceArn(first)]));
    const messages: string[] = [];
    for (let at = 0; at < named.length; at += GROUPS_A_MESSAGE) {
      messages.push(
        JSON.stringify({ trails: named.slice(at, at + GROUPS_A_MESSAGE), ...(hint === null ? {} : { event: hint }) }),
      );
    }
    return messages;
  });
}

/** The work that messages are about: trails by their ARNs, and the event that called for it, if there was one. */
export type Work = { readonly trails: readonly string[]; readonly event: JsonObject | null };

function workIn(record: unknown): Work {
  const nothing: Work = { trails: [], event: null };
  if (!isJsonObject(record) || typeof record.body !== 'string') return nothing;
  let body: unknown;
  try {
    body = JSON.parse(record.body);
  } catch {
    return nothing;
  }
  if (!isJsonObject(body) || !Array.isArray(body.trails)) return nothing;
  const trails = body.trails.filter((arn) => typeof arn === 'string');
  return { trails, event: isJsonObject(body.event) ? body.event : null };
}

/**
 * The work that messages of the work queue bring; null if the event is none of SQS's (Lambda developer guide, "Using Lambda with
 * Amazon SQS"). Messages come at least once, in any order, and from a deploy that may have had other settings.
 */
export function workInMessages(event: unknown): Work | null {
  if (!isJsonObject(event) || !Array.isArray(event.Records)) return null;
  const ours = event.Records.filter((record) => isJsonObject(record) && record.eventSource === 'aws:sqs');
  if (ours.length === 0) return null;
  const all = ours.map(workIn);
  return { trails: all.flatMap(({ trails }) => trails), event: all.find((work) => work.event !== null)?.event ?? null };
}

/** The groups that these trails stand in, and those that the settings do not name any more. */
export function groupsNamed(
  settings: Settings,
  named: readonly string[],
): { readonly groups: Groups; readonly unknown: readonly string[] } {
  const wanted = new Set(named);
  const known = new Set(sourcesIn(settings).map(sourceArn));
  const groups = targetsOf(settings, null).filter((group) => group.some((source) => wanted.has(sourceArn(source))));
  return { groups, unknown: [...wanted].filter((arn) => !known.has(arn)) };
}

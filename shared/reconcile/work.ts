import { isJsonObject } from '../policy/json.ts';
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

/**
 * One message for each destination. It names one trail of each group, which stands for all that share a document with it:
 * settings travel with the code, and a message is small however many trails a bucket has.
 */
export function messagesFor(groups: Groups): readonly string[] {
  const byDestination = Map.groupBy(groups, destinationOf);
  return [...byDestination.values()].flatMap((all) => {
    const named = all.flatMap(([first]) => (first === undefined ? [] : [sourceArn(first)]));
    const messages: string[] = [];
    for (let at = 0; at < named.length; at += GROUPS_A_MESSAGE) {
      messages.push(JSON.stringify({ trails: named.slice(at, at + GROUPS_A_MESSAGE) }));
    }
    return messages;
  });
}

function namedIn(record: unknown): readonly string[] {
  if (!isJsonObject(record) || typeof record.body !== 'string') return [];
  let body: unknown;
  try {
    body = JSON.parse(record.body);
  } catch {
    return [];
  }
  if (!isJsonObject(body) || !Array.isArray(body.trails)) return [];
  return body.trails.filter((arn) => typeof arn === 'string');
}

/**
 * The trails that messages of the work queue name; null if the event is none of SQS's (Lambda developer guide, "Using Lambda with
 * Amazon SQS"). Messages come at least once, in any order, and from a deploy that may have had other settings.
 */
export function namedInMessages(event: unknown): readonly string[] | null {
  if (!isJsonObject(event) || !Array.isArray(event.Records)) return null;
  const ours = event.Records.filter((record) => isJsonObject(record) && record.eventSource === 'aws:sqs');
  return ours.length === 0 ? null : ours.flatMap(namedIn);
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

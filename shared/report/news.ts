import type { Alert } from '../reconcile/memory.ts';
import type { News } from '../reconcile/remember.ts';
import { alertOf } from './alert.ts';
import { closingOf, isEnd } from './closing.ts';
import type { TimeText } from './words.ts';

/** What people are told of what happened to an incident; null where they need not know. */
export function alertForNews(news: News, record: string | null, timeText: TimeText): Alert | null {
  const { happening, incident, outcome, at } = news;
  if (happening === null || happening === 'repaired-again') return null;
  if (!isEnd(happening)) return alertOf(outcome, timeText, { incident, happening, record, at });
  return incident === null ? null : closingOf(happening, { incident, outcome, at }, record, timeText);
}

import type { Happening, Incident, Sight } from '../incident/incident.ts';
import type { Alert } from '../reconcile/memory.ts';
import type { News } from '../reconcile/remember.ts';
import { arrivalsIn } from '../reconcile/sight.ts';
import { alertOf, attributesOf, bounded, placeOf, subjectOf, type TimeText } from './alert.ts';

/** How an incident ended, for the subject. */
const ENDS: Readonly<Partial<Record<Happening, string>>> = {
  proven: 'delivers again',
  over: 'over',
  'not-proven': 'restored, not proven',
};

const MINUTE = 60_000;

/** A span of time in the largest unit that tells it: `40 min`, `3 h 20 min`, `2 d 4 h`. */
export function spanText(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / MINUTE));
  if (minutes < 60) return `${minutes} min`;
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days > 0) return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** Where the evidence is. */
const recordLines = (record: string | null): readonly string[] =>
  record === null ? [] : ['', `RECORD ${record}`, `trailmend records show ${record}`];

/** Which incident it is, and since when. */
function incidentLine({ id, brokenAt }: Incident, timeText: TimeText): string {
  return `Incident ${id}, broken since ${timeText(brokenAt)}.`;
}

/** What is said beside what the run found. */
function remark(happening: Happening, incident: Incident, at: number): readonly string[] {
  switch (happening) {
    case 'fought': {
      const who = incident.repairs.at(-1)?.principal ?? 'somebody';
      return [
        `${who} keeps undoing the repair: ${incident.repairs.length} repairs so far.`,
        'From now on there is one repair in a schedule period, and not one after each call. It is never given up.',
        'Find out who it is, or change the source that writes the policy.',
        '',
      ];
    }
    case 'reminded':
      return [
        `STILL OPEN for ${spanText(at - incident.brokenAt)}. What follows has not changed since it was told.`,
        '',
      ];
    default:
      return [];
  }
}

/** An alert on what a run found, as part of an incident. */
function running({ happening, incident, outcome, at }: News, record: string | null, timeText: TimeText): Alert | null {
  const found = alertOf(outcome, timeText);
  if (found === null || incident === null || happening === null) return found;
  const [first = '', ...rest] = found.body.split('\n');
  const body = [
    first,
    incidentLine(incident, timeText),
    ...remark(happening, incident, at),
    ...rest,
    ...recordLines(record),
  ];
  const word = happening === 'fought' ? 'fought' : happening === 'reminded' ? 'reminded' : outcome.word;
  const headline =
    happening === 'fought' ? 'somebody undoes the repairs' : happening === 'reminded' ? 'still open' : null;
  return {
    subject: headline === null ? found.subject : subjectOf(headline, outcome),
    body: bounded(body.join('\n')),
    attributes: { ...found.attributes, outcome: word, incident: incident.id },
  };
}

/** From when to when each trail had no log file. */
function gapLines({ gaps }: Incident, arrivals: Sight['arrivals'], timeText: TimeText): readonly string[] {
  if (gaps.length === 0) return [];
  const lines = gaps.map(({ trailArn, from }) => {
    const to = arrivals.get(trailArn)?.at;
    const since = from === null ? 'none ever before' : `the last one before it at ${timeText(from)}`;
    const span = from === null || to === undefined ? '' : `, ${spanText(to - from)} later`;
    const until = to === undefined ? 'none yet after it' : `the next at ${timeText(to)}${span}`;
    return `- ${trailArn}: ${since}, ${until}`;
  });
  return [
    'LOG FILES',
    ...lines,
    'CloudTrail delivers what it could not deliver for up to 30 days: files of that time follow by themselves.',
    '',
  ];
}

const CLOSINGS: Readonly<Partial<Record<Happening, string>>> = {
  proven: 'delivery is proven: a log file arrived after the repair.',
  over: 'nothing is broken any more.',
  'not-proven':
    'the policies allow delivery, and no log file arrived within a day. A trail of an account where nothing happens has none to deliver; else look at the trail.',
};

/** The alert that ends an incident. */
function closing({ happening, incident, outcome, at }: News, record: string | null, timeText: TimeText): Alert | null {
  if (happening === null || incident === null) return null;
  const arrivals = arrivalsIn(outcome);
  const { restoredAt, brokenAt, repairs, checks } = incident;
  const restored =
    restoredAt === null ? [] : [`right again at ${timeText(restoredAt)}, after ${spanText(restoredAt - brokenAt)}`];
  const many = repairs.length === 1 ? 'one repair by Trailmend' : `${repairs.length} repairs by Trailmend`;
  const body = [
    `CloudTrail log delivery of ${placeOf(outcome)}: ${CLOSINGS[happening] ?? ''}`,
    incidentLine(incident, timeText),
    '',
    'WHAT IT WAS',
    ...checks.map((check) => `- ${check}`),
    [...restored, repairs.length === 0 ? 'mended by somebody else' : many].join('; '),
    '',
    ...gapLines(incident, arrivals, timeText),
    `Closed at ${timeText(at)}.`,
    ...recordLines(record),
  ];
  return {
    subject: subjectOf(ENDS[happening] ?? happening, outcome),
    body: bounded(body.join('\n')),
    attributes: {
      ...attributesOf(outcome, happening),
      severity: incident.severity,
      check: checks.length === 0 ? ['none'] : checks,
      incident: incident.id,
    },
  };
}

/** What people are told of what happened to an incident; null where they need not know. */
export function alertForNews(news: News, record: string | null, timeText: TimeText): Alert | null {
  const { happening } = news;
  if (happening === null || happening === 'repaired-again') return null;
  return ENDS[happening] === undefined ? running(news, record, timeText) : closing(news, record, timeText);
}

import type { Happening, Incident, Sight } from '../incident/incident.ts';
import type { Alert } from '../reconcile/memory.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { arrivalsIn, cameAgain } from '../reconcile/sight.ts';
import { bounded, headOf, linkLines } from './alert.ts';
import { attributesOf } from './attributes.ts';
import { chatOf } from './chat.ts';
import { arnLines } from './details.ts';
import type { Answer } from './glance.ts';
import { firstOf, section, wrapped } from './lines.ts';
import { commandLinks, consoleLinks } from './links.ts';
import { AT_STAKE, momentText, placeOf, spanText, subjectOf, type TimeText } from './words.ts';

/** How an incident ended: for the subject, in the first line, and what is left to do. */
const ENDS = {
  proven: {
    subject: 'delivers again',
    line: 'proven: a log file arrived after the repair.',
    toDo: 'nothing.',
  },
  over: { subject: 'over', line: 'nothing is broken any more.', toDo: 'nothing.' },
  'not-proven': {
    subject: 'restored, not proven',
    line: 'the policies allow delivery, and no log file arrived within a day.',
    toDo: 'look at the trail, unless nothing happens in its account: then it has no log file to deliver.',
  },
} as const satisfies Partial<Record<Happening, Readonly<Record<'subject' | 'line' | 'toDo', string>>>>;

/** How an incident ended, if it did. */
type End = keyof typeof ENDS;

/** Whether what happened is the end of an incident. */
export const isEnd = (happening: Happening): happening is End => happening in ENDS;

const LISTED = 20;

type Ended = { readonly incident: Incident; readonly outcome: Outcome; readonly at: number };

/** From when to when each trail had no log file. */
function gapLines(incident: Incident, arrivals: Sight['arrivals'], timeText: TimeText): readonly string[] {
  const lines = incident.gaps.map((gap) => {
    const { trailArn, from } = gap;
    const to = cameAgain(incident, gap, arrivals);
    const since = from === null ? 'none ever before' : `the last one before it at ${momentText(from, timeText)}`;
    const span = from === null || to === null ? '' : `, ${spanText(to - from)} later`;
    return `${trailArn}: ${since}, ${to === null ? 'none yet after it' : `the next at ${momentText(to, timeText)}${span}`}`;
  });
  return firstOf(lines, LISTED);
}

/** The gap in one line: the longest, of several trails. */
function gapAnswer({ incident, outcome }: Ended, timeText: TimeText): readonly Answer[] {
  const { gaps } = incident;
  if (gaps.length === 0) return [{ label: 'LOG FILES', text: 'were not affected.' }];
  const arrivals = arrivalsIn(outcome);
  const spans = gaps.flatMap((gap) => {
    const { from } = gap;
    const to = cameAgain(incident, gap, arrivals);
    return from === null || to === null ? [] : [{ from, to }];
  });
  const [longest] = spans.toSorted((one, other) => other.to - other.from - (one.to - one.from));
  const late =
    'CloudTrail delivers what it could not deliver for up to 30 days: files of that time follow by themselves.';
  if (longest === undefined) return [{ label: 'LOG FILES', text: late }];
  const { from, to } = longest;
  const span = `none from ${momentText(from, timeText)} to ${momentText(to, timeText)} (${spanText(to - from)}).`;
  return [{ label: 'LOG FILES', text: `${span} ${late}` }];
}

function answersOf(end: End, ended: Ended, timeText: TimeText): readonly Answer[] {
  const { restoredAt, brokenAt, severity, id } = ended.incident;
  const right =
    restoredAt === null
      ? ''
      : `; right again at ${momentText(restoredAt, timeText)}, after ${spanText(restoredAt - brokenAt)}`;
  return [
    { label: 'BROKEN', text: `since ${momentText(brokenAt, timeText)}${right}.` },
    ...gapAnswer(ended, timeText),
    { label: 'TO DO', text: ENDS[end].toDo },
    { label: 'SEVERITY', text: AT_STAKE[severity] },
    { label: 'INCIDENT', text: id },
  ];
}

/** The alert that ends an incident: from when to when files were missing, and that they follow. */
export function closingOf(end: End, ended: Ended, record: string | null, timeText: TimeText): Alert {
  const { incident, outcome, at } = ended;
  const { repairs, checks, severity, id } = incident;
  const many = repairs.length === 1 ? 'one repair by Trailmend' : `${repairs.length} repairs by Trailmend`;
  const mended = repairs.length === 0 ? 'mended by somebody else' : many;
  const answers = answersOf(end, ended, timeText);
  const links = [...commandLinks(outcome, record), ...consoleLinks(outcome)];
  const gaps = gapLines(incident, arrivalsIn(outcome), timeText);
  const body = [
    ...headOf(placeOf(outcome), ENDS[end].line, answers),
    ...section('WHAT IT WAS', [...checks.map((check) => `- ${check}`), mended]),
    ...section(
      'LOG FILES OF EACH TRAIL',
      gaps.flatMap((line) => wrapped(line, '- ')),
    ),
    ...section('TRAILS', arnLines(outcome, 'trails')),
    ...section('EVENT DATA STORES', arnLines(outcome, 'stores')),
    ...linkLines(links),
    `Closed at ${momentText(at, timeText)}.`,
  ];
  const chat = chatOf({
    ...{
      title: `Trailmend: ${ENDS[end].subject}: ${placeOf(outcome)}`,
      answers,
      links,
      record,
      incident: id,
      severity,
    },
    ...{ broke: [], who: [], command: null, outcome: end, trails: outcome.judgements.map(({ trail }) => trail.arn) },
  });
  return {
    subject: subjectOf(ENDS[end].subject, outcome),
    body: bounded(body.join('\n')),
    chat,
    attributes: {
      ...attributesOf(outcome, end),
      severity,
      check: checks.length === 0 ? ['none'] : checks.slice(0, LISTED),
      incident: id,
    },
  };
}

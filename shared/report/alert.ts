import { plainText } from '../plain-text.ts';
import type { Alert } from '../reconcile/memory.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { attributesOf } from './attributes.ts';
import { chatOf } from './chat.ts';
import { arnLines, changeLines, lostLines, toDoLines, whatBroke, who, whoDidIt } from './details.ts';
import { type Answer, glance, type Told } from './glance.ts';
import { heldLines } from './held.ts';
import { labelled, section, wrapped } from './lines.ts';
import { commandLinks, consoleLinks, type Link } from './links.ts';
import { sourceLines, writtenFrom } from './source.ts';
import { HEADLINES, placeOf, spanText, subjectOf, type TimeText } from './words.ts';

const BODY = 60_000;

/** A body that SNS takes. */
export const bounded = (body: string): string =>
  body.length > BODY ? `${body.slice(0, BODY).toWellFormed()}\n… (shortened)` : body;

/** The first lines of every body: where it is, how it ended, and the answers that are needed first. */
export function headOf(place: string, ended: string, answers: readonly Answer[]): readonly string[] {
  const lines = answers.flatMap(({ label, text }) => labelled(label, text));
  return [...wrapped(`CloudTrail log delivery of ${plainText(place)}: ${ended}`), '', ...lines, ''];
}

/** The section of links. */
export const linkLines = (links: readonly Link[]): readonly string[] =>
  section(
    'LINKS',
    links.map(({ label, to }) => `${label.padEnd(9)} ${to}`),
  );

/** An outcome of which nothing is known but itself. */
const ALONE: Told = { incident: null, happening: null, record: null, at: null };

/** A channel is no place to undo a repair from; who made the call is in its message already. */
const forChat = (links: readonly Link[]): readonly Link[] =>
  links.filter(({ label }) => label !== 'undo' && label !== 'the call');

/** What the first line and the subject say of how it ended. */
function endedHow({ word, held }: Outcome, { happening }: Told): string {
  if (happening === 'fought') return 'somebody undoes the repairs';
  // What a person holds on purpose does not call for another.
  if (happening !== 'reminded' && word === 'alerted' && held.length > 0) return 'held by a person';
  return happening === 'reminded' ? 'still open' : HEADLINES[word];
}

/** What is said beside what the run found. */
function remark({ happening, incident, at }: Told): readonly string[] {
  if (incident === null || at === null) return [];
  if (happening === 'reminded') {
    const open = `STILL OPEN for ${spanText(at - incident.brokenAt)}.`;
    return [...wrapped(`${open} What follows has not changed since it was told.`), ''];
  }
  if (happening !== 'fought') return [];
  const whoever = incident.repairs.at(-1)?.principal ?? 'somebody';
  return [
    ...wrapped(`${whoever} keeps undoing the repair: ${incident.repairs.length} repairs so far.`),
    ...wrapped(
      'From now on there is one repair in a schedule period, and not one after each call: it is never given up.',
    ),
    '',
  ];
}

/** Everything after the first lines: who first, the links before the details, which may be long and are cut at the end. */
function sections(
  outcome: Outcome,
  links: readonly Link[],
  isReminder: boolean,
  timeText: TimeText,
): readonly string[] {
  const source = writtenFrom(outcome);
  const changes = outcome.changes.flatMap((change) => [...changeLines(change, timeText), '']);
  return [
    ...section(
      'WHAT BROKE',
      whatBroke(outcome).flatMap((line) => wrapped(line, '- ')),
    ),
    // Of a state that lasts people were told who did it when it began.
    ...section('WHO', isReminder && whoDidIt(outcome) === null ? [] : who(outcome)),
    ...section('THE SOURCE', source === null ? [] : sourceLines(source)),
    ...section('TRAILS', arnLines(outcome, 'trails')),
    ...section('EVENT DATA STORES', arnLines(outcome, 'stores')),
    ...linkLines(links),
    ...heldLines(outcome, timeText),
    ...section('WHAT A PERSON HAS TO DO', toDoLines(outcome)),
    ...(changes.length === 0 ? [] : ['WHAT WAS CHANGED', ...changes]),
    ...section('AN EDIT WAS OVERWRITTEN', lostLines(outcome)),
  ];
}

/**
 * The alert of one run: what broke, since when, whether log files arrive, what there is to do; then who did it, the links, and what
 * was changed. Null where nothing is to be told.
 */
export function alertOf(outcome: Outcome, timeText: TimeText, told: Told = ALONE): Alert | null {
  if (outcome.word === 'unchanged') return null;
  const answers = glance(outcome, told, timeText);
  const links = [...commandLinks(outcome, told.record), ...consoleLinks(outcome)];
  const ended = endedHow(outcome, told);
  const { happening, incident, record } = told;
  const isOwn = happening === 'fought' || happening === 'reminded';
  const attributes = attributesOf(outcome, isOwn ? happening : outcome.word);
  const body = [
    ...headOf(placeOf(outcome), `${ended}.`, answers),
    ...remark(told),
    ...sections(outcome, links, happening === 'reminded', timeText),
  ];
  const chat = chatOf({
    ...{
      title: `Trailmend: ${ended}: ${placeOf(outcome)}`,
      answers,
      links: forChat(links),
      record,
      incident: incident?.id ?? null,
    },
    ...{ broke: whatBroke(outcome), who: whoDidIt(outcome) ?? [] },
    command: writtenFrom(outcome)?.command ?? null,
    outcome: isOwn ? happening : outcome.word,
    severity: incident?.severity ?? String(attributes['severity']),
    trails: outcome.judgements.map(({ trail }) => trail.arn),
  });
  return {
    subject: subjectOf(ended, outcome),
    body: bounded(body.join('\n').trimEnd()),
    chat,
    attributes: incident === null ? attributes : { ...attributes, incident: incident.id },
  };
}

import { plainText } from '../plain-text.ts';
import type { Answer } from './glance.ts';
import type { Link } from './links.ts';

/** What a message for chat is made of. */
export type ChatParts = {
  /** How it ended, and where. */
  readonly title: string;
  readonly answers: readonly Answer[];
  /** What broke, and who did it: text that others had a hand in, one line each. */
  readonly broke: readonly string[];
  readonly who: readonly string[];
  /** Where to look next, and the command that prints what belongs into a source. */
  readonly links: readonly Link[];
  readonly command: string | null;
  readonly outcome: string;
  readonly severity: string;
  /** The incident: messages on one are put into one thread. Null where there is none. */
  readonly incident: string | null;
  readonly record: string | null;
  readonly trails: readonly string[];
};

/** Slack takes 3,000 characters of text in one block (Slack API reference, "Block Kit"), and AWS names no limit. */
const DESCRIPTION = 2_800;
const TITLE = 200;
const LINE = 400;
const LISTED = 5;

/** Signs that chat reads as its own, each with one that looks like it: of no chat is it known that it takes an escape everywhere. */
const LIKENESS: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '&': '＆', '@': '＠', '`': "'" };

const harmless = (text: string, limit: number): string =>
  plainText(text, limit).replaceAll(/[<>&@`]/g, (sign) => LIKENESS[sign] ?? ' ');

/** Text of others: as code, which neither Slack nor Teams reads for links, mentions or formatting, and which it cannot leave. */
export const quoted = (text: string, limit = LINE): string => `\`${harmless(text, limit)}\``;

/** Text that names others' things, where no code is shown. */
const bare = (text: string): string => harmless(text, TITLE).replaceAll(/[*_~|[\]()]/g, '-');

const labels = (label: string): string => `*${label.charAt(0)}${label.slice(1).toLowerCase()}:*`;

const answered = ({ label, text, isQuoted }: Answer): string =>
  `${labels(label)} ${isQuoted === true ? quoted(text) : text}`;

/** The description, in whole lines, as many as there is room for. */
function descriptionOf({ answers, broke, who }: ChatParts): string {
  const lines = [
    ...answers.map(answered),
    ...(who.length === 0 ? [] : [`*Who:* ${who.map((line) => quoted(line)).join(' ')}`]),
    ...(broke.length === 0 ? [] : ['*What broke:*', ...broke.slice(0, LISTED).map((line) => `• ${quoted(line)}`)]),
  ];
  const kept: string[] = [];
  for (const line of lines) {
    if ([...kept, line].join('\n').length > DESCRIPTION) break;
    kept.push(line);
  }
  return kept.join('\n');
}

/** Whether a command can be copied out of a message: whole, and with no sign that had to become another one. */
const isCopied = (command: string): boolean => quoted(command) === `\`${command}\``;

/** An address of ours is shown as it is, so that it can be followed; a command as code. */
const step = ({ label, to }: Link): string => `${label}: ${to.startsWith('https://') ? to : quoted(to)}`;

/**
 * A message as Amazon Q Developer in chat applications shows it: its schema of custom notifications, and nothing else reaches a
 * channel (administrator guide, "Custom notifications").
 */
export function chatOf(parts: ChatParts): string {
  const { title, links, command, outcome, severity, incident, record, trails } = parts;
  const source = command === null || !isCopied(command) ? [] : [{ label: 'for the source', to: command }];
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: bare(title),
      description: descriptionOf(parts),
      nextSteps: [...source, ...links].slice(0, LISTED + 2).map(step),
      keywords: ['Trailmend', severity, outcome],
    },
    metadata: {
      ...(incident === null ? {} : { threadId: incident }),
      summary: bare(title),
      eventType: `trailmend-${outcome}`,
      relatedResources: trails.slice(0, LISTED).map((arn) => harmless(arn, TITLE)),
      additionalContext: { severity, outcome, ...(record === null ? {} : { record }) },
    },
  });
}

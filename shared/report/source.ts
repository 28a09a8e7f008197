import type { Actor } from '../events/api-call.ts';
import { plainText } from '../plain-text.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { suspectOf } from '../reconcile/sight.ts';
import { type DocumentKind, resourceOfDocument } from '../trail/document.ts';
import { isTrail, type Source } from '../trail/event-data-store.ts';
import type { Trail } from '../trail/trail.ts';
import { wrapped } from './lines.ts';
import { type Writer, writerOf } from './writer.ts';

/** Who wrote it from a source, and the command that prints what belongs there; null where it would not print all of it. */
export type WrittenFrom = { readonly writer: Writer; readonly actor: Actor; readonly command: string | null };

/** A command that names more trails than this is of no use to a person. */
const TRAILS = 20;

/** A word of a command as a shell takes it, whatever is in it. */
const word = (text: string): string =>
  /^(?!=)[\w.,:=@/+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A value that begins with a hyphen would be taken for an option. */
const option = (name: string, value: string | null): readonly string[] => {
  if (value === null || value === '') return [];
  return value.startsWith('-') ? [`--${name}=${word(value)}`] : [`--${name}`, word(value)];
};

const furtherTrail = ({ arn, prefix, organizationId }: Trail): string =>
  [
    arn,
    ...(prefix === '' ? [] : [`prefix=${prefix}`]),
    ...(organizationId === null ? [] : [`organization-id=${organizationId}`]),
  ].join(',');

function trailOptions(main: Trail, further: readonly Trail[], kind: DocumentKind): readonly string[] {
  const organization = main.sourceOrganizationId === main.organizationId ? null : main.sourceOrganizationId;
  return [
    ...option('trail-arn', main.arn),
    ...option('bucket', main.bucket),
    ...option('prefix', main.prefix),
    ...option('organization-id', main.organizationId),
    ...option('source-organization-id', organization),
    ...(kind === 'key-policy' ? option('kms-key-arn', main.kmsKeyArn) : []),
    ...(kind === 'key-policy' && main.bucketKey === true ? ['--bucket-key'] : []),
    ...(kind === 'topic-policy' ? option('topic-arn', main.topicArn) : []),
    ...further.flatMap((trail) => option('source-trail-arn', furtherTrail(trail))),
  ];
}

const NAMES: Readonly<Record<DocumentKind, readonly string[]>> = {
  'bucket-policy': [],
  'key-policy': ['--document', 'key'],
  'topic-policy': ['--document', 'topic'],
};

/**
 * The command that prints the policy of a resource as it has to be in its source, for all the sources that rest on it. Null
 * where one command cannot say it: for trails and event data stores together, several trails with a topic, or too many of them.
 */
function policyCommand(sources: readonly Source[], kind: DocumentKind, format: string): string | null {
  const [first] = sources;
  const trails = sources.filter(isTrail);
  const [main, ...further] = trails;
  const isOfStore = trails.length === 0 && sources.length === 1;
  if (first !== undefined && !isTrail(first) && isOfStore) {
    const options = [...option('event-data-store-arn', first.arn), ...option('bucket', first.bucket)];
    const rest = [...option('prefix', first.prefix), ...option('source-organization-id', first.sourceOrganizationId)];
    return ['trailmend policy --document lake', ...options, ...rest, '--format', format].join(' ');
  }
  if (main === undefined || trails.length < sources.length || sources.length > TRAILS) return null;
  if (kind === 'topic-policy' && further.length > 0) return null;
  return ['trailmend policy', ...NAMES[kind], ...trailOptions(main, further, kind), '--format', format].join(' ');
}

/** Every source that the document has to serve: those that are looked after, and the trails beside them that are known. */
function sourcesOf({ judgements }: Outcome, kind: DocumentKind, resource: string): readonly Source[] {
  const own = judgements.map(({ trail }) => trail).filter((trail) => resourceOfDocument(trail, kind) === resource);
  const beside = judgements.flatMap(({ observation }) =>
    'sources' in observation && kind === 'bucket-policy' ? observation.sources.map(({ trail }) => trail) : [],
  );
  return [...new Map([...own, ...beside].map((source) => [source.arn, source])).values()];
}

/** The document that was broken: that which the call wrote, or else that which is changed. */
function brokenDocument(outcome: Outcome): { readonly kind: DocumentKind; readonly resource: string } | null {
  const changed = outcome.changes.flatMap(({ what }) => ('after' in what ? [what] : []));
  const written = suspectOf(outcome)?.document?.kind;
  const change = changed.find(({ kind }) => kind === written) ?? (written === undefined ? changed[0] : undefined);
  if (change !== undefined) return { kind: change.kind, resource: change.resource };
  if (written === undefined) return null;
  const [resource] = outcome.judgements.flatMap(({ trail }) => resourceOfDocument(trail, written) ?? []);
  return resource === undefined ? null : { kind: written, resource };
}

/** What wrote it, if the call came from a tool that keeps a source; null where a person called, or nobody is known. */
export function writtenFrom(outcome: Outcome): WrittenFrom | null {
  const suspect = suspectOf(outcome);
  const writer = suspect === null ? null : writerOf(suspect.actor);
  if (suspect === null || writer === null) return null;
  const document = brokenDocument(outcome);
  const { format } = writer;
  const command =
    document === null || format === null
      ? null
      : policyCommand(sourcesOf(outcome, document.kind, document.resource), document.kind, format);
  // A command that is not shown letter by letter would be another one.
  const isShown = command !== null && plainText(command) === command;
  return { writer, actor: suspect.actor, command: isShown ? command : null };
}

const KNOWN_BY: Readonly<Record<Writer['by'], string>> = {
  service: 'AWS itself says so',
  role: 'by the role; whoever makes roles chooses their names',
  'user agent': 'by the user agent, which any client may choose',
};

/** That a source has to be mended too, and how. */
export function sourceLines({ writer, command }: WrittenFrom): readonly string[] {
  const { tool, by, next, format } = writer;
  const who = `${tool} made the call (${KNOWN_BY[by]}).`;
  if (format === null) return wrapped(`${who} Its next ${next} may write the policy again.`);
  const undone = `Its source still says otherwise: the next ${next} undoes what is mended in AWS alone.`;
  if (command === null) return wrapped(`${who} ${undone} Change the source to what AWS has after the repair.`);
  return [
    ...wrapped(
      `${who} ${undone} This prints what the policy has to hold, beside what it allows others, for the source:`,
    ),
    `    ${command}`,
  ];
}

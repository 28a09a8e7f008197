import type { SourceSettings } from '../settings/settings.ts';
import { resourceOfDocument } from '../trail/document.ts';
import { act, type WriteOutcome, writeDocument } from './apply.ts';
import { judgedUnder, type Look, look, type Run } from './look.ts';
import type { Change } from './outcome.ts';
import { type Action, type DocumentChange, planRepairs } from './plan.ts';

/** How often a run starts over because somebody else wrote in between. */
const ATTEMPTS = 4;

/** What the last attempt rested on, what was seen after it, and every change that was tried. */
export type Healed = { readonly found: Look; readonly seen: Look; readonly changes: readonly Change[] };

/** Writes of this process, newest last: the next event may tell of an edit that one of them overwrote. */
function noteWrite(what: DocumentChange, outcome: WriteOutcome, readAt: number, { writes }: Run): void {
  if (outcome.state !== 'written') return;
  const { kind, resource, before, after } = what;
  writes.push({ kind, resource, before, after, from: readAt, to: outcome.at });
}

function changeOf(what: Change['what'], outcome: WriteOutcome): Change {
  switch (outcome.state) {
    case 'written': {
      const note = outcome.visible ? null : 'written, and not visible yet';
      return { what, word: 'restored', note, at: outcome.at, retryable: false };
    }
    case 'changed': {
      const note = 'others kept changing the document; the next run tries again';
      return { what, word: 'failed', note, at: null, retryable: true };
    }
    case 'failed':
      return {
        ...{ what, word: 'failed', note: outcome.reason, at: null, retryable: outcome.retryable },
        ...(outcome.refused === null ? {} : { refused: outcome.refused }),
      };
  }
}

/** Nothing is left to restore in the document that the change is for. */
function isRestoredIn({ kind, resource }: DocumentChange, { judgements }: Look, run: Run): (policy: string) => boolean {
  const sharing = judgements.filter(({ trail }) => resourceOfDocument(trail, kind) === resource);
  return (policy) => !planRepairs(judgedUnder(kind, policy, sharing, run)).documents.some((one) => one.kind === kind);
}

/** Writes the documents, then switches trails on. Starts over while others write in between. */
export async function heal(trails: readonly SourceSettings[], first: Look, run: Run): Promise<Healed> {
  let seen = first;
  const earlier: Change[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const current = seen;
    const { readAt, plan } = current;
    const written = await Promise.all(
      plan.documents.map(async (what) => {
        const isRestored = isRestoredIn(what, current, run);
        const outcome = await writeDocument(what, { ports: run.ports, readAt, isRestored });
        noteWrite(what, outcome, readAt, run);
        return { what, outcome };
      }),
    );
    if (attempt < ATTEMPTS && written.some(({ outcome }) => outcome.state === 'changed')) {
      const made = written.filter(({ outcome }) => outcome.state === 'written');
      earlier.push(...made.map(({ what, outcome }) => changeOf(what, outcome)));
      seen = await look(trails, run);
      continue;
    }
    const acted = await actAll(plan.actions, run);
    const done = [...earlier, ...[...written, ...acted].map(({ what, outcome }) => changeOf(what, outcome))];
    if (!acted.some(({ what, outcome }) => what.kind === 'cancel-key-deletion' && outcome.state === 'written')) {
      return { found: seen, seen, changes: done };
    }
    return enabled(current, await lookAfterCancelling(trails, run), done, run);
  }
}

/** Pauses before a look is tried again that does not show yet that a deletion was taken back, in milliseconds: KMS is eventually consistent. */
const CANCELLED = [250, 1_000, 3_000, 6_000];

async function lookAfterCancelling(trails: readonly SourceSettings[], run: Run): Promise<Look> {
  let seen = await look(trails, run);
  for (const pause of CANCELLED) {
    if (!seen.plan.actions.some(({ kind }) => kind === 'cancel-key-deletion')) break;
    await run.ports.clock.pause(pause);
    seen = await look(trails, run);
  }
  return seen;
}

/** A key whose deletion was taken back is disabled: whether it is enabled too is a matter of the settings. */
async function enabled(found: Look, seen: Look, done: readonly Change[], run: Run): Promise<Healed> {
  const acted = await actAll(
    seen.plan.actions.filter(({ kind }) => kind === 'enable-key'),
    run,
  );
  return { found, seen, changes: [...done, ...acted.map(({ what, outcome }) => changeOf(what, outcome))] };
}

type Acted = { readonly what: Action; readonly outcome: WriteOutcome };

const actAll = (actions: readonly Action[], { ports }: Run): Promise<readonly Acted[]> =>
  Promise.all(actions.map(async (what) => ({ what, outcome: await act(what, ports) })));

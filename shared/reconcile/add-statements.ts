import { parsePolicyText } from '../checks/parts/policy-reading.ts';
import { isJsonObject, type JsonObject } from '../policy/json.ts';
import { BUCKET_POLICY_LIMIT } from '../policy/limits.ts';
import { type RepairedDocument, repairDocument, statementsOf } from '../policy/repair.ts';
import { refused, type TowerAnswer, type TowerTask } from '../trail/tower-request.ts';
import { meaningOf } from './broadened.ts';
import { type Buckets, type Clock, RetryableError, TerminalError } from './ports.ts';
import type { Reading } from './reading.ts';

/** What the addition is made with. */
export type AdditionPorts = {
  readonly buckets: Pick<Buckets, 'policy' | 'putPolicy'>;
  readonly clock: Pick<Clock, 'pause'>;
  /** Keeps what is written, while it is written. */
  readonly writing: (before: JsonObject | null, document: RepairedDocument) => void;
};

/** Pauses between read-backs, in milliseconds: the caller, who waits for the answer, reads back for longer. */
const READ_BACKS = [0, 250, 1_000];

/** The policy as it was read, null if there is none; or why nothing can be added to it. */
function documentIn(reading: Reading<string>, name: string): { readonly document: JsonObject | null } | string {
  switch (reading.state) {
    case 'absent':
      return { document: null };
    case 'not-asked':
      return `the policy of \`${name}\` was not read`;
    case 'unreadable':
      if (reading.retryable === true) throw new RetryableError(reading.reason);
      return reading.reason;
    case 'present': {
      const parsed = parsePolicyText(reading.value, `the bucket policy of \`${name}\``);
      return 'policy' in parsed ? { document: parsed.policy.source } : parsed.finding.message;
    }
  }
}

/** The meanings of the statements of a policy. */
function meaningsIn(document: JsonObject | null): Set<string | null> {
  return new Set(statementsOf(document).flatMap((one) => (isJsonObject(one) ? [meaningOf(one)] : [])));
}

/** The statements that the policy does not have in meaning, each once. */
function missingFrom(document: JsonObject | null, statements: readonly JsonObject[]): readonly JsonObject[] {
  const said = meaningsIn(document);
  return statements.filter((statement) => {
    const meaning = meaningOf(statement);
    const isSaid = said.has(meaning);
    said.add(meaning);
    return !isSaid;
  });
}

async function isVisible({ bucket, statements }: TowerTask, { buckets, clock }: AdditionPorts): Promise<boolean> {
  for (const pause of READ_BACKS) {
    if (pause > 0) await clock.pause(pause);
    const reading = await buckets.policy(bucket.bucket, bucket.owner);
    if (reading.state !== 'present') continue;
    const read = documentIn(reading, bucket.bucket);
    if (typeof read !== 'string' && missingFrom(read.document, statements).length === 0) return true;
  }
  return false;
}

/**
 * Adds statements to the policy of a bucket: those that stand there in meaning are left out, and every statement that stands there
 * is left as it is.
 *
 * @throws RetryableError where the same request may go through later
 */
export async function addStatements(task: TowerTask, ports: AdditionPorts): Promise<TowerAnswer> {
  const { bucket, owner } = task.bucket;
  const read = documentIn(await ports.buckets.policy(bucket, owner), bucket);
  if (typeof read === 'string') return refused(read);
  const missing = missingFrom(read.document, task.statements);
  if (missing.length === 0) return { version: 1, outcome: 'unchanged', reason: null, added: [] };
  const result = repairDocument(read.document, missing, [], BUCKET_POLICY_LIMIT);
  if (!result.ok) return refused(`${result.reason}; ${result.suggestion}`);
  const { after, added } = result.document;
  ports.writing(read.document, result.document);
  try {
    await ports.buckets.putPolicy(bucket, owner, JSON.stringify(after), { added, restored: [] });
  } catch (error) {
    if (error instanceof TerminalError) return refused(error.message);
    throw error;
  }
  const reason = (await isVisible(task, ports)) ? null : 'S3 took the policy, and does not show it yet';
  return { version: 1, outcome: 'written', reason, added };
}

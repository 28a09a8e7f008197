import { type Amendment, type Buckets, RetryableError, TerminalError } from '../reconcile/ports.ts';
import { EXECUTION_ROLE } from '../trail/control-tower.ts';
import { readTowerAnswer, type TowerAnswer, type TowerRequest } from '../trail/tower-request.ts';
import { writeError } from './errors.ts';
import { refusalIn } from './refusals.ts';
import { type SignedCall, signedCalls } from './signed-call.ts';

/** The function that writes the policies of Control Tower's buckets, and which buckets these are. */
export type TowerWriter = {
  readonly functionName: string;
  /** A call of AWS Lambda, in the Region of the function. */
  readonly call: SignedCall;
  readonly isTowers: (bucket: string) => boolean;
};

/** The function runs for at most a minute, and answers when it is done (milliseconds). */
const PATIENCE = 65_000;

/** Calls of AWS Lambda in a Region: at AWS, unless the SDK's own variables say otherwise (AWS SDKs reference, AWS_ENDPOINT_URL). */
export function lambdaCalls(region: string): SignedCall {
  const { AWS_ENDPOINT_URL_LAMBDA: own, AWS_ENDPOINT_URL: all } = process.env;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const endpoint = own ?? all ?? `https://lambda.${region}.${suffix}`;
  return signedCalls({ service: 'lambda', region, endpoint, timeout: PATIENCE });
}

/** What is longer is not shown to people in a sentence. */
const LONGEST = 2_000;

/** What a person has to do who does it instead. */
function byHand(bucket: string, owner: string, { added, restored }: Amendment): string {
  const turned = restored.map(({ index }) => `statement ${index} back to \`Allow\``);
  const text = JSON.stringify(added);
  const which = text.length <= LONGEST ? text : `${added.length} statements, which stand in the log`;
  const more = added.length === 0 ? [] : [`added ${which}`];
  return `a person has to change the policy of \`${bucket}\`, from the management account, as \`${EXECUTION_ROLE}\` of account ${owner}: ${[...turned, ...more].join('; ')}`;
}

/** What the function says that a retry may change: it failed, or AWS had no time for it. */
function unanswered(functionName: string, said: unknown): RetryableError {
  const text = JSON.stringify(said ?? null).slice(0, 300);
  return new RetryableError(`the function \`${functionName}\` failed: ${text}`);
}

async function ask({ functionName, call }: TowerWriter, request: TowerRequest): Promise<TowerAnswer> {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  let said: unknown;
  try {
    said = await call(path, request);
  } catch (error) {
    throw writeError(error, 'lambda:InvokeFunction', functionName);
  }
  const answer = readTowerAnswer(said);
  // A function that failed answers with its error, and with the status of one that did not (Lambda API reference, Invoke).
  if (answer === null) throw unanswered(functionName, said);
  return answer;
}

async function write(bucket: string, owner: string, change: Amendment, writer: TowerWriter): Promise<void> {
  if (change.restored.length > 0 || change.added.length === 0) {
    const reason = 'what is written for Control Tower can only be added, and nothing turned back';
    throw new TerminalError(`${reason}; ${byHand(bucket, owner, change)}`);
  }
  const { outcome, reason } = await ask(writer, { version: 1, bucket, statements: change.added });
  if (outcome !== 'refused') return;
  const message = reason ?? '';
  const isDenied = message.startsWith('AWS denied');
  const said = refusalIn({ name: isDenied ? 'AccessDenied' : 'Refused', status: 0, message, isDenied });
  throw new TerminalError(
    `the function \`${writer.functionName}\` refused: ${message}; ${byHand(bucket, owner, change)}`,
    { refused: said },
  );
}

/** The same buckets, but that what is added to the policy of Control Tower's is added by the function of theirs. */
export function withTowerWriter(buckets: Buckets, writer: TowerWriter): Buckets {
  return {
    ...buckets,
    putPolicy: (bucket, owner, policy, change) =>
      writer.isTowers(bucket) ? write(bucket, owner, change, writer) : buckets.putPolicy(bucket, owner, policy, change),
  };
}

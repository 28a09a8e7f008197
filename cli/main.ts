import { readFileSync } from 'node:fs';
import { plainText } from '../shared/plain-text.ts';
import { RetryableError, TerminalError } from '../shared/reconcile/ports.ts';
import { BadInput } from './bad-input.ts';
import { apply } from './commands/apply.ts';
import { check } from './commands/check.ts';
import type { Command, Result } from './commands/command.ts';
import { completion } from './commands/completion.ts';
import { explain } from './commands/explain.ts';
import { init } from './commands/init.ts';
import { plan } from './commands/plan.ts';
import { policy } from './commands/policy.ts';
import { records } from './commands/records.ts';
import { rollback } from './commands/rollback.ts';
import type { Surroundings } from './documents.ts';
import { replaceFile, writeFile } from './files.ts';
import { parseOptions } from './options.ts';
import { progressOn } from './output/progress.ts';
import { version } from './version.ts';

const COMMANDS: readonly Command[] = [
  check,
  plan,
  apply,
  policy,
  explain,
  init,
  records,
  rollback,
  completion(() => COMMANDS),
];

/** The commands with the verbs of each, as they are listed. */
const LISTED = COMMANDS.flatMap((command) => [
  { ...command, says: command.name },
  ...(command.commands ?? []).map((verb) => ({ ...verb, says: `${command.name} ${verb.name}` })),
]);

const HELP = `trailmend: does CloudTrail get through to its bucket, and what would mend it?

${LISTED.map(({ says, operand, summary }) => `  trailmend ${`${says} ${operand ?? ''}`.padEnd(16)} ${summary}`).join('\n')}

check, plan and apply ask AWS, with the credentials and the Region of the AWS CLI:
  --trail-arn ARN                          this trail; without it every trail that the caller can see
  --bucket-owner ACCOUNT                   the account that must own the bucket; the trail's if left out
  --organization-id o-ID                   the organization of an organization trail
  --source-organization-id o-ID            the organization that the trail's account is a member of
  --settings FILE                          the trails, event data stores and modes of this settings file
  --role-name NAME                         asks other accounts with the role of this name in each, not with the caller's own rights
  --yes                                    apply: yes, write to AWS
  --reset-landing-zone                     apply: have Control Tower reset its landing zone instead, and wait for the end

They judge documents, and call nothing, where a bucket and at least one document are given:
  --trail-arn ARN --bucket NAME            the trail, and the bucket that it delivers to
  --bucket-policy FILE|-                   the bucket's policy, or the output of get-bucket-policy
  --no-bucket-policy                       the bucket has none
  --kms-key-arn ARN [--key-policy FILE|-]  the key that the trail names, and its policy
  --topic-arn ARN --topic-policy FILE|-    the topic that the trail publishes to, and its policy
  --prefix P                               the trail's key prefix
  --organization-id, --source-organization-id o-ID
  --log-file-validation                    digest files are expected too
  --bucket-key                             the bucket encrypts with an S3 Bucket Key
  --source-trail-arn ARN[,prefix=P][,organization-id=o-ID]
                                           a further trail that delivers into this bucket
  --out DIR                                apply: write the repaired documents there
  --lake --event-data-store-arn ARN --bucket NAME
                                           instead of a trail: the bucket for the query results of a CloudTrail Lake
                                           event data store, with --bucket-policy or --no-bucket-policy, and --prefix P

policy takes the same description of trails, and prints the complete right policy:
  --document bucket|key|topic|lake         of this resource; of the bucket if left out; lake with --event-data-store-arn
  --for reader|admin                       for people who read the log files, or run the trails, with the managed
                                           policies of AWS; as json an object that has the document in \`policy\`
  --format json|terraform|cloudformation|cdk

init only reads: trails, organization, buckets, keys, topics, and in the caller's and the trails' Regions CloudTrail Lake and
Control Tower, and writes what it found into the settings file. What a person wrote there stays as it is; what is new is added,
what differs is told:
  --out FILE                               the settings file; trailmend.json if left out, - prints it
  --trail-arn ARN                          this trail alone; may be given several times
  --alert-email ADDRESS                    gets the alerts; may be given several times
  --control-tower                          policies of Control Tower's buckets are written as AWSControlTowerExecution
  --yes                                    fills in what entries that stand there already leave out

records reads what the function wrote, found and proved, newest first; it lies in the bucket of the stack:
  --records-bucket NAME                    that bucket; else TRAILMEND_STORE_BUCKET, else the one named trailmend-store…
  --since SPAN|DATE, --until SPAN|DATE     a span such as 24h or 7d, or a date such as 2026-11-21, in UTC
  --trail-arn ARN, --check CHECK, --outcome WORD, --incident ID
                                           only those records; each may be given several times; an
                                           event data store's ARN is taken too
  report [--out FILE]                      the same records as one HTML page that stands alone

rollback ID prints how the policies that a record wrote would change back, byte by byte to what they were before it:
  --yes                                    writes them; for 24 hours the function tells of them and does not repair them
  --document bucket|key|topic|ARN          this policy alone, where the record wrote several
  --although-changed                       also where somebody changed the policy since
  --records-bucket NAME, --role-name NAME  as above

check, plan, apply, init, explain, records and rollback print --format text|json; check and plan also --format html, a page
that stands alone, and check --format sarif (SARIF 2.1.0, what is broken, for code scanning: of documents with the file that each
finding is about).

completion prints a script: source <(trailmend completion bash), source <(trailmend completion zsh), or
trailmend completion fish | source. trailmend --version prints the version.

Colours go to a terminal alone: NO_COLOR switches them off, FORCE_COLOR on. Text is as wide as the terminal; commands and
documents are not broken, so that they can be copied.

Exit codes of check: 0 healthy, 2 something is broken, 1 something is unknown, or the input is bad.
Exit codes of plan: 0 nothing to do, 2 something to change or to explain, 1 as above.
Exit codes of apply: 0 nothing is left to do, 2 something is left to people, 1 a change failed, or as above.
Exit codes of rollback: 0 all is as it was before, 2 it would be with --yes, 1 something was not written or kept, or bad input.
Exit codes of init: 0 written or unchanged, also where something could not be seen, which is said; 1 a failure, or bad input.
Exit codes of apply --reset-landing-zone: those of check after it, 1 where it failed or has not ended.
`;

async function run(args: readonly string[], surroundings: Surroundings): Promise<Result> {
  const [name = '', ...given] = args;
  if (['', 'help', '--help', '-h'].includes(name) || given.includes('--help')) return { output: HELP, exitCode: 0 };
  if (name === '--version' || name === 'version') return { output: `trailmend ${version()}\n`, exitCode: 0 };
  const named = COMMANDS.find((candidate) => candidate.name === name);
  if (named === undefined) throw new BadInput(`there is no command \`${name}\`; \`trailmend help\` lists them`);
  const verb = named.commands?.find((candidate) => candidate.name === given[0]);
  const [command, rest] = verb === undefined ? [named, given] : [verb, given.slice(1)];
  const [first] = rest;
  if (verb === undefined && named.commands !== undefined && first?.startsWith('-') === false)
    throw new BadInput(
      `there is no \`trailmend ${name} ${first}\`; there are ${named.commands.map((one) => one.name).join(', ')}`,
    );
  const operand = command.operand !== undefined && first?.startsWith('-') === false ? first : undefined;
  const options = operand === undefined ? rest : rest.slice(1);
  return command.run(
    parseOptions(options, command.options, verb === undefined ? name : `${name} ${verb.name}`),
    surroundings,
    operand,
  );
}

/** One clear line on stderr, whatever is in it. */
function fail(message: string): void {
  progress.end();
  const text = plainText(message);
  const short = text.length > 1_500 ? `${text.slice(0, 900)} … ${text.slice(-500)}`.toWellFormed() : text;
  process.stderr.write(`trailmend: ${short}\n`);
  process.exitCode = 1;
}

const progress = progressOn(process.stderr, process.env['TERM']);

const surroundings: Surroundings = {
  directory: process.cwd(),
  standardInput: () => readFileSync(0),
  environment: (name) => (process.env[name] === '' ? undefined : process.env[name]),
  progress: progress.doing,
  say: progress.say,
  writeFile,
  replaceFile,
};

// A reader that has seen enough (`| head`) is no failure; a full disk is one.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  fail(`the result could not be written: ${error.message}`);
  process.exit();
});

try {
  const { output, exitCode } = await run(process.argv.slice(2), surroundings);
  progress.end();
  process.stdout.write(output);
  process.exitCode = exitCode;
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isExpected = error instanceof BadInput || error instanceof TerminalError || error instanceof RetryableError;
  fail(isExpected ? error.message : `it failed: ${error.message}`);
}

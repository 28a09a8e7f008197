import { readFileSync } from 'node:fs';
import { plainText } from '../shared/plain-text.ts';
import { BadInput } from './bad-input.ts';
import { check } from './commands/check.ts';
import type { Command, Result } from './commands/command.ts';
import { plan } from './commands/plan.ts';
import type { Surroundings } from './documents.ts';

const COMMANDS: readonly Command[] = [check, plan];

const HELP = `trailmend: does CloudTrail get through to its bucket, and what would mend it?

${COMMANDS.map(({ name, summary }) => `  trailmend ${name.padEnd(6)} ${summary}`).join('\n')}

Both work on files, and call nothing:
  --trail-arn ARN --bucket NAME            the trail, and the bucket that it delivers to
  --bucket-policy FILE|-                   the bucket's policy, or the output of get-bucket-policy
  --no-bucket-policy                       the bucket has none
  --prefix P                               the trail's key prefix
  --organization-id o-ID                   an organization trail of that organization
  --source-organization-id o-ID            the trail's account is a member of it
  --kms-key-arn ARN                        the key that the trail names
  --log-file-validation                    digest files are expected too
  --source-trail-arn ARN[,prefix=P][,organization-id=o-ID]
                                           a further trail that delivers into this bucket
  --format text|json

Exit codes of check: 0 healthy, 2 something is broken, 1 something is unknown, or the input is bad.
Exit codes of plan: 0 nothing to do, 2 something to change or to explain, 1 as above.
`;

function run(args: readonly string[], surroundings: Surroundings): Result {
  const [name = '', ...rest] = args;
  if (name === '' || name === 'help' || name === '--help' || rest.includes('--help'))
    return { output: HELP, exitCode: 0 };
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw new BadInput(`there is no command \`${name}\`; \`trailmend help\` lists them`);
  return command.run(rest, surroundings);
}

/** One clear line on stderr, whatever is in it. */
function fail(message: string): void {
  const text = plainText(message);
  const short = text.length > 1_500 ? `${text.slice(0, 900)} … ${text.slice(-500)}`.toWellFormed() : text;
  process.stderr.write(`trailmend: ${short}\n`);
  process.exitCode = 1;
}

const surroundings: Surroundings = {
  directory: process.cwd(),
  standardInput: () => readFileSync(0),
};

// A reader that has seen enough (`| head`) is no failure; a full disk is one.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  fail(`the result could not be written: ${error.message}`);
  process.exit();
});

try {
  const { output, exitCode } = run(process.argv.slice(2), surroundings);
  process.stdout.write(output);
  process.exitCode = exitCode;
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const message = error instanceof BadInput ? error.message : `trailmend failed: ${error.message}`;
  fail(message);
}

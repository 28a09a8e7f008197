import type { Result } from './stage/play.ts';

/** The short form of who it was: the user's or the role's name. */
function shortName(arn: string): string {
  return arn.split('/').slice(1).join('/');
}

function milliseconds(count: number): string {
  return `${String(count).padStart(5)} ms`;
}

function whatCame({ stage, rightAfter, logFileAfter, alertAfter }: Result): string {
  const { word, checks } = stage.scenario.expect;
  const logFile = logFileAfter === null ? '' : `, first log file after ${milliseconds(logFileAfter)}`;
  if (word === 'restored') return `right again after ${milliseconds(rightAfter ?? 0)}${logFile}`;
  if (checks.length === 0) return `nothing to do, nothing written${logFile}`;
  return `left as it is, people told after ${milliseconds(alertAfter ?? 0)}`;
}

/** One scenario on one line: what it came to, what broke it and who, and how long it took. */
export function resultLine(result: Result): string {
  const { scenario } = result.stage;
  const word = result.problem === null ? scenario.expect.word : 'failed';
  const cause = `${scenario.break.call} by ${shortName(result.actor)}`;
  const rest = result.problem ?? whatCame(result);
  return [word.padEnd(9), scenario.title.padEnd(30), cause.padEnd(50), rest].join('  ').trimEnd();
}

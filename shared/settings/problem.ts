/** What is wrong with a settings file, and where: `trails[0].bucket`; empty for the file as a whole. */
export type Problem = { readonly place: string; readonly message: string };

/** Takes note of a problem; the parser goes on, so that a person sees all of them at once. */
export type Report = (place: string, message: string) => void;

/** All problems in one line, ready to follow the file's name. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ place, message }) => (place === '' ? message : `\`${place}\` ${message}`)).join('; ');
}

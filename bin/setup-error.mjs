/** Something that the person at the keyboard can mend: its message is the one sentence that they read. */
export class SetupError extends Error {}

/** Says on stderr what is being done, so that stdout stays the result. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

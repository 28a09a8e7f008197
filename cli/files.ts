import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BadInput } from './bad-input.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const unwritable = (path: string, error: unknown): BadInput =>
  new BadInput(`\`${path}\` cannot be written (${codeOf(error)})`, { cause: error });

/** Writes a file for a person to take; the folder is made if it is missing. Throws BadInput. */
export function writeFile(path: string, text: string): void {
  const file = resolve(path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** What a file holds now; null if there is none. */
function held(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

const isLink = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;

/**
 * Puts a text in the place of a file, whole or not at all: whoever reads meanwhile sees the one or the other. A file that is not as it
 * was read (null: not there) is left alone. Throws BadInput.
 */
export function replaceFile(path: string, before: string | null, text: string): void {
  let temporary: string | null = null;
  try {
    // What a link points to is replaced, and not the link.
    const file = before === null ? resolve(path) : realpathSync(path);
    if (before === null && isLink(file)) throw new BadInput(`\`${path}\` is a link that leads nowhere`);
    if (held(file) !== before)
      throw new BadInput(`\`${path}\` was changed meanwhile, and was left as it is: run again`);
    // To take the place of a file needs no right to write to it, but whoever took that right away meant it.
    if (before !== null) accessSync(file, constants.W_OK);
    temporary = `${file}.${process.pid}.tmp`;
    const mode = before === null ? 0o666 : statSync(file).mode;
    writeFileSync(temporary, text, { mode, flag: 'wx', flush: true });
    // The mask of the process is for files that are new.
    if (before !== null) chmodSync(temporary, mode);
    renameSync(temporary, file);
  } catch (error) {
    if (temporary !== null) rmSync(temporary, { force: true });
    throw error instanceof BadInput ? error : unwritable(path, error);
  }
}

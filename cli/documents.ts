import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Policy, parsePolicy } from '../shared/policy/document.ts';
import { lossyNumber } from '../shared/policy/json.ts';
import { BadInput } from './bad-input.ts';
import { duplicateName } from './duplicate-name.ts';

/** How the surroundings are reached: passed in, so that a test needs no process of its own. */
export type Surroundings = {
  /** The folder that relative paths start from. */
  readonly directory: string;
  readonly standardInput: () => Uint8Array;
  /** A variable of the environment; undefined if it is not set, or empty. */
  readonly environment: (name: string) => string | undefined;
  /** Says on stderr what is being done, where that takes long enough for anybody to wonder. */
  readonly progress: (doing: string) => void;
  /** Says on stderr what a person needs to know at once, whoever looks on. */
  readonly say: (line: string) => void;
  /** Writes a file for a person to take; the folder is made if it is missing. */
  readonly writeFile: (path: string, text: string) => void;
  /** Puts a text in the place of a file that is as it was read (null: not there), whole or not at all. */
  readonly replaceFile: (path: string, before: string | null, text: string) => void;
};

/** A policy document as it was given: parsed, and as the text that AWS would return. */
export type GivenPolicy = { readonly policy: Policy; readonly text: string };

const MEGABYTE = 1_048_576;

function readBytes(file: string, { directory, standardInput }: Surroundings): Uint8Array {
  if (file === '') throw new BadInput('the name of a file is empty');
  try {
    return file === '-' ? standardInput() : readFileSync(isAbsolute(file) ? file : join(directory, file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code})`;
    throw new BadInput(`\`${file}\`: ${why}`, { cause: error });
  }
}

/** The text of a file, or of standard input for `-`. */
export function readText(file: string, surroundings: Surroundings): string {
  const bytes = readBytes(file, surroundings);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new BadInput(`\`${file}\`: it is not written in UTF-8`, { cause: error });
  }
}

function parseJson(text: string, file: string): unknown {
  if (text.length > MEGABYTE) throw new BadInput(`\`${file}\`: a document of over 1 MiB is no policy`);
  const plain = text.replace(/^\uFEFF/, '');
  try {
    const value: unknown = JSON.parse(plain);
    const twice = duplicateName(plain);
    if (twice !== null) throw new BadInput(`\`${file}\`: \`${twice}\` stands there twice`);
    const number = lossyNumber(plain);
    if (number !== null)
      throw new BadInput(`\`${file}\`: the number \`${number}\` would not survive a repair; write it as text`);
    return value;
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'unreadable';
    throw new BadInput(`\`${file}\`: not JSON: ${why}`, { cause: error });
  }
}

/**
 * Takes the document out of what `get-bucket-policy`, `get-key-policy` and `get-topic-attributes` print: an object whose
 * Policy, or whose Attributes' Policy, is the document as text.
 */
function unwrap(value: unknown, file: string): unknown {
  if (typeof value !== 'object' || value === null || 'Statement' in value) return value;
  if ('Attributes' in value) return unwrap(value.Attributes, `${file}, Attributes`);
  if (!('Policy' in value)) return value;
  return typeof value.Policy === 'string' ? parseJson(value.Policy, `${file}, Policy`) : value.Policy;
}

/** Reads a policy from a file, or from standard input for `-`: the document, or the raw output of the AWS CLI. */
export function readPolicy(file: string, surroundings: Surroundings): GivenPolicy {
  const value = unwrap(parseJson(readText(file, surroundings), file), file);
  const parsed = parsePolicy(value);
  if (!parsed.ok) throw new BadInput(`\`${file}\`: ${parsed.problem.place}: ${parsed.problem.reason}`);
  return { policy: parsed.policy, text: JSON.stringify(value) };
}

/** What may stand behind an option: a word of a few, a path, or something that nobody but the caller knows. */
export type CompletedOption = {
  readonly name: string;
  readonly values: readonly string[] | 'file' | 'text' | 'nothing';
};

/** A command as a shell completes it. */
export type CompletedCommand = {
  readonly name: string;
  readonly summary: string;
  readonly operands: readonly string[];
  readonly options: readonly CompletedOption[];
};

/** The options whose value is a path, or is not known. */
export function named(options: CompletedCommand['options'], values: 'file' | 'text'): readonly string[] {
  return options.filter((option) => option.values === values).map(({ name }) => `--${name}`);
}

/** The options that take one of a few words, with these. */
export function choosing(options: CompletedCommand['options']): readonly (readonly [string, readonly string[]])[] {
  return options.flatMap(({ name, values }) => (typeof values === 'string' ? [] : [[`--${name}`, values] as const]));
}

/** A branch of a shell's `case` for these options, after which nothing else is offered; none where there are none. */
export const branch = (patterns: readonly string[], then: string): readonly string[] =>
  patterns.length === 0 ? [] : [`        ${patterns.join('|')}) ${then}; return ;;`];

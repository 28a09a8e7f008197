/** A value of HCL as far as Trailmend prints it: text, a list of texts, or a reference to another block. */
export type HclValue = string | readonly string[] | { readonly reference: string };

/** A block of HCL: its type, its labels and what is in it. */
export type HclBlock = {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Reads the subset of HCL that has no templates and no operators, as its specification says, and throws at all else. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text of a sticky pattern at this place, which has to match. */
  take(pattern: RegExp): string {
    const found = this.tries(pattern);
    if (found === null)
      throw new Error(`${pattern} expected at ${this.#at}: ${this.#text.slice(this.#at, this.#at + 60)}`);
    return found;
  }

  tries(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, 'uy');
    sticky.lastIndex = this.#at;
    const [found] = sticky.exec(this.#text) ?? [];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  /** A quoted text. HCL composes accents (NFC), whatever was written. */
  quoted(): string {
    this.take(/"/);
    let value = '';
    for (let part = this.#part(); part !== null; part = this.#part()) value += part;
    this.take(/"/);
    return value.normalize('NFC');
  }

  #part(): string | null {
    if (this.tries(/[$%]{2}(?=\{)/) !== null) return this.#text.slice(this.#at - 1, this.#at) + this.take(/\{/);
    if (this.tries(/[$%]\{/) !== null) throw new Error(`a template begins before ${this.#text.slice(this.#at)}`);
    const code = this.tries(/\\u[0-9a-f]{4}/);
    if (code !== null) return String.fromCharCode(Number.parseInt(code.slice(2), 16));
    const short = this.tries(/\\[nrt"\\]/);
    if (short !== null) return ESCAPES[short.slice(1)] ?? '';
    return this.tries(/[^"\\\p{Cc}]/u);
  }

  #value(): HclValue {
    const reference = this.tries(/[a-z_]+(?:\.[a-z_]+)+/);
    if (reference !== null) return { reference };
    if (this.tries(/\[\s*/) === null) return this.quoted();
    const values: string[] = [];
    while (this.tries(/\]/) === null) {
      values.push(this.quoted());
      if (this.tries(/\s*,\s*/) === null) this.take(/(?=\])/);
    }
    return values;
  }

  /** What stands in a block up to its end, or in the file. */
  body(type: string, labels: readonly string[]): HclBlock {
    const attributes = new Map<string, HclValue>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.tries(/\s*(?:#[^\n]*\s*)*/);
      const name = this.tries(/[a-z_0-9]+/);
      if (name === null) return { type, labels, attributes, blocks };
      if (this.tries(/ *= */) === null) {
        const names: string[] = [];
        while (this.tries(/ *\{/) === null) {
          this.take(/ /);
          names.push(this.quoted());
        }
        blocks.push(this.body(name, names));
        this.take(/\}/);
      } else {
        if (attributes.has(name)) throw new Error(`${name} stands there twice`);
        attributes.set(name, this.#value());
      }
      this.take(/\n/);
    }
  }

  end(): void {
    this.take(/\s*$/);
  }
}

/** The blocks of an HCL file. */
export function readHcl(text: string): readonly HclBlock[] {
  const reader = new Reader(text);
  const { blocks } = reader.body('', []);
  reader.end();
  return blocks;
}

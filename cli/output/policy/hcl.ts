/** An attribute with its value, line by line as it is written. */
type Attribute = { readonly attribute: string; readonly value: readonly string[] };

/** One thing in a block: an attribute, or another block. */
export type HclItem = Attribute | { readonly block: string; readonly body: readonly HclItem[] };

/** Text in quotes, which stays as it is: `${` and `%{` would begin a template, and HCL knows few of JSON's escapes. */
export function quoted(text: string): string {
  const escaped = text
    .replaceAll(/["\\]/g, '\\$&')
    .replaceAll(/\p{Cc}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll(/[$%](?=\{)/g, '$&$&');
  return `"${escaped}"`;
}

/** An attribute whose value is one expression. */
export const expression = (attribute: string, value: string): Attribute => ({ attribute, value: [value] });

/** An attribute whose value is a list of texts: one on its line, several one below the other. */
export function list(attribute: string, values: readonly string[]): Attribute {
  const texts = values.map(quoted);
  if (texts.length < 2) return expression(attribute, `[${texts.join('')}]`);
  return { attribute, value: ['[', ...texts.map((text) => `  ${text},`), ']'] };
}

const isShort = (item: HclItem): boolean => 'attribute' in item && item.value.length === 1;

/**
 * How wide the names are around one attribute: those of one line each that follow each other have their signs below each
 * other, as `terraform fmt` puts them.
 */
function widthAt(items: readonly HclItem[], at: number): number {
  const before = items.slice(0, at).findLastIndex((item) => !isShort(item));
  const after = items.findIndex((item, place) => place > at && !isShort(item));
  const group = items.slice(before + 1, after < 0 ? items.length : after);
  return Math.max(...group.map((item) => ('attribute' in item ? item.attribute.length : 0)));
}

/** The lines of items; a block has an empty line before it unless it comes first. */
export function hclLines(items: readonly HclItem[]): readonly string[] {
  return items.flatMap((item, at) => {
    if ('attribute' in item) {
      const [first = '', ...rest] = item.value;
      const name = isShort(item) ? item.attribute.padEnd(widthAt(items, at)) : item.attribute;
      return [`${name} = ${first}`, ...rest];
    }
    const body = hclLines(item.body).map((line) => (line === '' ? '' : `  ${line}`));
    return [...(at === 0 ? [] : ['']), `${item.block} {`, ...body, '}'];
  });
}

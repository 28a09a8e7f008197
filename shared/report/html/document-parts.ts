import { isJsonObject, jsonObjectIn } from '../../policy/json.ts';

/** A part of a policy that is told on its own: one statement, one other field, or the text of what is no policy. */
export type DocumentPart = {
  readonly name: string;
  readonly value: unknown;
  readonly kind: 'statement' | 'field' | 'text';
};

/** So long a text is taken apart; a policy has 32 KB at most. */
const LONGEST = 200_000;

const nameOf = (statement: unknown, at: number): string => {
  const sid = isJsonObject(statement) ? statement.Sid : undefined;
  return typeof sid === 'string' && sid !== '' ? sid : `statement ${at}`;
};

/** The parts of a policy, in their order; a text that is no JSON object is one part. None where there is no policy. */
export function partsOf(text: string | null): readonly DocumentPart[] {
  if (text === null) return [];
  const document = text.length > LONGEST ? null : jsonObjectIn(text);
  if (document === null) return [{ name: 'the whole text', value: text, kind: 'text' }];
  return Object.entries(document).flatMap(([name, value]): readonly DocumentPart[] => {
    if (name !== 'Statement') return [{ name, value: { [name]: value }, kind: 'field' }];
    const statements: readonly unknown[] = Array.isArray(value) ? value : [value];
    return statements.map((statement, at) => ({ name: nameOf(statement, at), value: statement, kind: 'statement' }));
  });
}

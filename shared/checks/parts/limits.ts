import type { Condition, Statement } from '../../policy/document.ts';

/** Operators under which a key that is missing, or another value, refuses. Those with Not, IfExists and ForAllValues let it pass. */
const HOLDING = /^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like))$/i;

/** A value that the request itself fills in says nothing of who asks. */
const CIRCULAR = /\$\{\s*(aws:source|aws:principal|aws:user|kms:calleraccount)/i;

const isOpen = (text: string): boolean => text === '' || /[*?]/.test(text);

/** Whether one value names an account, an organization or somebody: a pattern that leaves that open holds nobody. */
function isLimit(key: string, value: string): boolean {
  if (CIRCULAR.test(value)) return false;
  if (/^aws:user(id|name)$/.test(key)) return /[0-9a-z]/i.test(value);
  if (value.startsWith('arn:')) return !isOpen(value.split(':')[4] ?? '');
  if (key.endsWith('arn')) return /(^|:)[0-9]{12}(:|$)/.test(value);
  return !isOpen(value.split('/')[0] ?? '');
}

/** Whether a condition holds the callers to values of one of these keys, which are written in lower case. */
function isHolding({ operator, key, values }: Condition, keys: ReadonlySet<string>): boolean {
  const name = key.toLowerCase();
  return HOLDING.test(operator) && keys.has(name) && values.every((value) => isLimit(name, value));
}

/** Whether some condition of a statement does. */
export function isLimited({ conditions }: Statement, keys: ReadonlySet<string>): boolean {
  return conditions.some((condition) => isHolding(condition, keys));
}

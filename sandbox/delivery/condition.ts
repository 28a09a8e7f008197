import { isMap, texts } from './json.ts';
import { OPERATORS, type Operator, type Surroundings } from './operators.ts';
import { type ContextValue, contextValue } from './request.ts';
import { every, not, some, type Truth } from './truth.ts';

type Form = { readonly operator: Operator; readonly set: 'all' | 'any' | 'none'; readonly ifExists: boolean };

const NAME = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/;

/** Reads an operator's name in any letter case; null is none that IAM knows. */
function readForm(name: string): Form | 'null' | null {
  const [, prefix, base = '', suffix] = NAME.exec(name.toLowerCase()) ?? [];
  if (base === 'null') return 'null';
  const operator = OPERATORS.get(base);
  if (operator === undefined) return null;
  const set = prefix === undefined ? 'none' : prefix === 'forallvalues' ? 'all' : 'any';
  return { operator, set, ifExists: suffix !== undefined };
}

/** Null asks only whether the key is there, so that set prefixes and IfExists change nothing. */
function nullTruth(value: ContextValue, wanted: readonly string[]): Truth {
  const isOpen = value.kind === 'unknown' || value.kind === 'perhaps';
  const isAbsent: Truth = isOpen ? 'unknown' : value.kind === 'absent';
  return some(
    wanted.map((text) => {
      if (/^true$/i.test(text)) return isAbsent;
      return /^false$/i.test(text) ? not(isAbsent) : false;
    }),
  );
}

function oneValue({ operator }: Form, actual: string, wanted: readonly string[], around: Surroundings): Truth {
  const matches = some(wanted.map((text) => operator.comparison.matches(actual, text, around)));
  return operator.negated ? not(matches) : matches;
}

/** A missing key: positive operators fail, negated ones hold, IfExists and ForAllValues hold, ForAnyValue fails. */
function whenAbsent({ operator, set, ifExists }: Form): Truth {
  if (ifExists || set === 'all') return true;
  return set === 'any' ? false : operator.negated;
}

/** A key that is there with a value nobody knows: certain only if no value at all could match. */
function whenPresent({ operator }: Form, wanted: readonly string[], around: Surroundings): Truth {
  return wanted.some((text) => operator.comparison.canMatch(text, around)) ? 'unknown' : operator.negated;
}

function isIpOperator({ operator }: Form): boolean {
  return operator.comparison === OPERATORS.get('ipaddress')?.comparison;
}

function keyTruth(form: Form, value: ContextValue, wanted: readonly string[], around: Surroundings): Truth {
  switch (value.kind) {
    case 'value':
      return oneValue(form, value.value, wanted, around);
    case 'list': {
      if (form.set === 'none') return 'unknown';
      const known = value.known.map((actual) => oneValue(form, actual, wanted, around));
      const rest: readonly Truth[] = value.isComplete === true ? [] : ['unknown'];
      return form.set === 'all' ? every([...known, ...rest]) : some([...known, ...rest]);
    }
    case 'perhaps': {
      const absent = whenAbsent(form);
      return absent === oneValue(form, value.value, wanted, around) ? absent : 'unknown';
    }
    case 'absent':
      return whenAbsent(form);
    case 'present':
      return whenPresent(form, wanted, around);
    case 'not-an-ip':
      return isIpOperator(form) ? form.operator.negated : whenPresent(form, wanted, around);
    case 'unknown': {
      const absent = whenAbsent(form);
      return absent === whenPresent(form, wanted, around) ? absent : 'unknown';
    }
  }
}

function operatorTruth(name: string, block: unknown, around: Surroundings): Truth {
  const form = readForm(name);
  if (form === null || !isMap(block)) return 'unknown';
  return every(
    Object.entries(block).map(([key, wanted]) => {
      const value = contextValue(around.request, key);
      return form === 'null' ? nullTruth(value, texts(wanted)) : keyTruth(form, value, texts(wanted), around);
    }),
  );
}

/** Whether a statement's Condition holds: every operator and every key of it has to. */
export function conditionTruth(condition: unknown, around: Surroundings): Truth {
  if (condition === undefined) return true;
  if (!isMap(condition)) return 'unknown';
  return every(Object.entries(condition).map(([name, block]) => operatorTruth(name, block, around)));
}

/** Whether IAM knows an operator of this name, with its prefixes and suffix, in any letter case. */
export function isOperatorName(name: string): boolean {
  return readForm(name) !== null;
}

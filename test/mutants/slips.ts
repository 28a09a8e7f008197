import type { Mutant } from './mutant.ts';

const CASES = 'test/checks/cases.test.ts';
const OPERATORS = 'test/policy/operators.test.ts';

/** Mistakes in the evaluator alone, of one kind each. */
export const SLIPS: readonly Mutant[] = [
  {
    name: 'the search takes two places for one if the key has come equally far',
    shared: false,
    why: 'which patterns still match there decides what follows; keys are left out of the proof',
    edits: [
      {
        file: 'shared/policy/search.ts',
        find: 'const key = `${state}:${kept.join()}`;',
        replace: 'const key = `${state}`;',
      },
    ],
    tests: ['test/policy/search.test.ts'],
  },
  {
    name: 'a search that ran out of steps counts as a proof',
    shared: false,
    why: 'an intricate policy would be called healthy, although nobody looked at all of it',
    edits: [
      {
        file: 'shared/policy/evaluate.ts',
        find: "if (doubt === 'exhausted') return { holds: 'unknown', statements: [] };",
        replace: "if (doubt === 'exhausted') return { holds: true };",
      },
    ],
    tests: ['test/policy/intricate.test.ts'],
  },
  {
    name: 'a star stops at a slash',
    shared: false,
    why: 'as in a shell; in IAM it crosses every character',
    edits: [
      {
        file: 'shared/policy/glob.ts',
        find: "if (token === 'many') next.push(at);",
        replace: "if (token === 'many') {\n      if (unit !== '/') next.push(at);\n    }",
      },
    ],
    tests: ['test/policy/search.test.ts'],
  },
  {
    name: 'a negated operator with several values holds if one of them differs',
    shared: false,
    why: 'the list stands for "none of these", so that the values are compared first and the outcome is turned round',
    edits: [
      {
        file: 'shared/policy/condition.ts',
        find: '  return comparison.negated ? not(positive) : positive;',
        replace:
          '  if (comparison.negated && expected.length > 1)\n' +
          '    return any(expected.map((value) => compareOne(comparison, actual, [value], variables, context)));\n' +
          '  return comparison.negated ? not(positive) : positive;',
      },
    ],
    tests: [OPERATORS],
  },
  {
    name: 'an ARN is compared as one text',
    shared: false,
    why: 'ArnLike compares component by component: a star does not reach over a colon',
    edits: [
      {
        file: 'shared/policy/operator.ts',
        find: "return patterns.every((pattern, part) => matchesGlob(pattern, whole[part] ?? ''));",
        replace: 'return whole.length > 0 && matchesGlob(expected, actual);',
      },
    ],
    tests: [OPERATORS],
  },
  {
    name: 'a block of addresses that is wider than the policy’s lies in it',
    shared: false,
    why: 'only a part of it does',
    edits: [{ file: 'shared/policy/address.ts', find: ' || inner.length < outer.length', replace: '' }],
    tests: ['test/policy/address.test.ts'],
  },
  {
    name: 'a Deny on NotPrincipal {"AWS": "*"} still matches CloudTrail',
    shared: false,
    why: 'everybody is exempt from it, by the reading that a Deny on {"AWS": "*"} matches CloudTrail',
    edits: [
      {
        file: 'shared/policy/principal.ts',
        find: "return statement.effect === 'Deny' ? false : 'unknown';",
        replace: "return statement.effect === 'Deny' ? true : 'unknown';",
      },
    ],
    tests: [CASES],
  },
  {
    name: 'NotAction means Action',
    shared: false,
    why: 'the negation of an element is overlooked',
    edits: [{ file: 'shared/policy/compile.ts', find: ' !== statement.action.negated,', replace: ',' }],
    tests: [CASES],
  },
  {
    name: 'NotResource with a part that is not known surely leaves nothing out',
    shared: false,
    why: 'the two bounds are taken for each other: what may be left out must not count as covered',
    edits: [
      {
        file: 'shared/policy/compile.ts',
        find: 'return { surely: (matches) => not(maybe(matches)),',
        replace: 'return { surely: (matches) => not(surely(matches)),',
      },
    ],
    tests: [CASES],
  },
  {
    name: 'a star that a variable brings in is a wildcard',
    shared: false,
    why: 'the value of a variable is literal text',
    edits: [{ file: 'shared/policy/variables.ts', find: 'parseGlob(text, false)', replace: 'parseGlob(text)' }],
    tests: ['test/policy/variables.test.ts'],
  },
  {
    name: 'a Deny that may match is overlooked',
    shared: false,
    why: 'whether delivery works would be told without knowing it',
    edits: [
      {
        file: 'shared/policy/evaluate.ts',
        find: "any([some(compiled.denies, 'maybe', matches), not",
        replace: "any([some(compiled.denies, 'surely', matches), not",
      },
    ],
    tests: ['test/trail/statements.test.ts'],
  },
  {
    name: 'a repair writes a Version where there was none',
    shared: false,
    why: 'the variables of statements that stand there would come to life',
    edits: [
      {
        file: 'shared/policy/repair.ts',
        find: "{ ...(before ?? { Version: '2012-10-17' }), Statement:",
        replace: "{ Version: '2012-10-17', ...before, Statement:",
      },
    ],
    tests: ['test/policy/repair.test.ts'],
  },
  {
    name: 'what was proven comes back for accounts too',
    shared: false,
    why: 'somebody was locked out, and is let in again',
    edits: [{ file: 'shared/checks/parts/remembered.ts', find: 'others.length === 0 && ', replace: '' }],
    tests: ['test/reconcile/proven-form.test.ts'],
  },
  {
    name: 'what somebody narrowed comes back as it was',
    shared: false,
    why: 'a person’s condition would be undone',
    edits: [
      {
        file: 'shared/checks/parts/remembered.ts',
        find: '!policy.statements.some((statement) => stands(statement, remembered)) &&',
        replace: '',
      },
    ],
    tests: ['test/reconcile/proven-form.test.ts'],
  },
  {
    name: 'a carve-out drops the trails that were spared before',
    shared: false,
    why: 'the advice would lock somebody else out',
    edits: [
      {
        file: 'shared/policy/carve-out.ts',
        find: '(old) => [...old, ...sourceArns]',
        replace: '() => sourceArns',
      },
    ],
    tests: ['test/policy/carve-out.test.ts'],
  },
  {
    name: 'an ARN pattern fits if its last component does',
    shared: false,
    why: 'a pattern for another service or Region would count for the objects in the encryption context',
    edits: [
      {
        file: 'shared/policy/operator.ts',
        find: ' || !head.every((part, at) => matchesGlob(patterns[at] ?? [], part))',
        replace: '',
      },
    ],
    tests: ['test/policy/varying.test.ts'],
  },
  {
    name: 'a variable that is not known may stand in a pattern for the key that varies',
    shared: false,
    why: 'what may match would count as what does',
    edits: [
      {
        file: 'shared/policy/compile.ts',
        find: 'expanded.push({ glob, exact: filled.exact })',
        replace: 'expanded.push({ glob, exact: true })',
      },
    ],
    tests: ['test/policy/varying.test.ts'],
  },
  {
    name: 'DescribeKey carries an encryption context',
    shared: false,
    why: 'facts §2.2: it encrypts nothing, so that a statement that asks for a context does not allow it',
    edits: [
      {
        file: 'shared/trail/encryption.ts',
        find: "'kms:DescribeKey' }, keyArn, context);",
        replace: "'kms:DescribeKey' }, keyArn, withEncryptionContext(trail, keyArn, known('x')));",
      },
    ],
    tests: ['test/trail/encryption.test.ts'],
  },
];

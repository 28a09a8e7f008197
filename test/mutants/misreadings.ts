import type { Mutant } from './mutant.ts';

const CASES = 'test/checks/cases.test.ts';
const CONTEXT = 'shared/trail/context.ts';
const REQUEST = 'sandbox/delivery/request.ts';

/** What somebody could take for a fact, in both evaluators at once: only tests that rest on the facts themselves can tell. */
export const MISREADINGS: readonly Mutant[] = [
  {
    name: 'a negated operator does not hold on a missing key',
    shared: true,
    why: 'facts §1.4, operator semantics: on a missing key a negated operator is true, so that such Denies refuse CloudTrail',
    edits: [
      {
        file: 'shared/policy/condition.ts',
        find: "return operator.quantifier === 'one' && negated;",
        replace: 'return negated && false;',
      },
      {
        file: 'sandbox/delivery/condition.ts',
        find: "return set === 'any' ? false : operator.negated;",
        replace: 'return operator.negated && false;',
      },
    ],
    tests: [CASES],
  },
  {
    name: 'IfExists does not hold on a missing key',
    shared: true,
    why: 'facts §1.4, operator semantics: IfExists on a missing key is true, also in a Deny',
    edits: [
      {
        file: 'shared/policy/condition.ts',
        find: "if (operator.ifExists || operator.quantifier === 'all') return true;",
        replace: "if (operator.quantifier === 'all') return true;",
      },
      {
        file: 'sandbox/delivery/condition.ts',
        find: "function whenAbsent({ operator, set, ifExists }: Form): Truth {\n  if (ifExists || set === 'all') return true;",
        replace: "function whenAbsent({ operator, set }: Form): Truth {\n  if (set === 'all') return true;",
      },
    ],
    tests: [CASES],
  },
  {
    name: 'aws:SourceAccount of an organization trail is a member account’s',
    shared: true,
    why: 'facts §0.3 and §1.4: it is the management account, for the files of every member account',
    edits: [
      {
        file: CONTEXT,
        find: "['aws:SourceAccount', known(source.account)]",
        replace:
          "['aws:SourceAccount', !isTrail(source) || source.organizationId === null ? known(source.account) : known('210987654321')]",
      },
      {
        file: REQUEST,
        find: "['aws:SourceAccount', known(asker.account)]",
        replace:
          "['aws:SourceAccount', known((asker.organizationId ?? null) === null ? asker.account : '210987654321')]",
      },
    ],
    tests: [CASES],
  },
  {
    name: 'digest files lie among the log files',
    shared: true,
    why: 'facts §1.6: they lie under CloudTrail-Digest/, which a statement for CloudTrail/ does not cover',
    edits: [
      {
        file: 'shared/trail/keys.ts',
        find: '`${root}${at.account}/${kind}/${at.region}/',
        replace: "`${root}${at.account}/${kind.replace('-Digest', '')}/${at.region}/",
      },
      {
        file: 'shared/trail/keys.ts',
        find: 'text(`/${kind}/`)',
        replace: "text(`/${kind.replace('-Digest', '')}/`)",
      },
      { file: 'sandbox/delivery/keys.ts', find: '/CloudTrail-Digest/', replace: '/CloudTrail/' },
    ],
    tests: ['test/trail/keys.test.ts'],
  },
  {
    name: 'CloudTrail sends no x-amz-acl',
    shared: true,
    why: 'facts §0.4 and §1.3: it always sends bucket-owner-full-control with an object',
    edits: [
      {
        file: CONTEXT,
        find: "['s3:x-amz-acl', writes ? known('bucket-owner-full-control') : ABSENT]",
        replace: "['s3:x-amz-acl', ABSENT]",
      },
      {
        file: REQUEST,
        find: "['s3:x-amz-acl', known('bucket-owner-full-control')]",
        replace: "['s3:x-amz-acl', ABSENT]",
      },
    ],
    tests: [CASES],
  },
  {
    name: 'CloudTrail without a key leaves encryption to the bucket',
    shared: true,
    why: 'facts §0.4 and §1.3: it names AES256 itself, so that a Deny on anything but aws:kms refuses it',
    edits: [
      { file: CONTEXT, find: "[SSE, known('AES256')]", replace: '[SSE, ABSENT]' },
      {
        file: REQUEST,
        find: "known(trail.kmsKeyArn === null ? 'AES256' : 'aws:kms')",
        replace: "trail.kmsKeyArn === null ? ABSENT : known('aws:kms')",
      },
    ],
    tests: [CASES],
  },
  {
    name: 'a policy without a Version has policy variables',
    shared: true,
    why: 'IAM: a policy without Version counts as 2008-10-17, where a variable is plain text',
    edits: [
      {
        file: 'shared/policy/document.ts',
        find: "version: version ?? '2008-10-17'",
        replace: "version: version ?? '2012-10-17'",
      },
      {
        file: 'sandbox/delivery/decide.ts',
        find: "variables: policy['Version'] === '2012-10-17'",
        replace: "variables: policy['Version'] !== '2008-10-17'",
      },
    ],
    tests: [CASES],
  },
  {
    name: 'action names are compared letter by letter',
    shared: true,
    why: 'IAM: the names of actions are the same in any case of letters',
    edits: [
      {
        file: 'shared/policy/compile.ts',
        find: 'matchesGlob(parseGlob(pattern.toLowerCase()), name)',
        replace: 'matchesGlob(parseGlob(pattern), action)',
      },
      {
        file: 'sandbox/delivery/decide.ts',
        find: 'globMatches(wildcards(name.toLowerCase()), action.toLowerCase())',
        replace: 'globMatches(wildcards(name), action)',
      },
    ],
    tests: [CASES],
  },
  {
    name: 'CloudTrail carries its organization as aws:PrincipalOrgID',
    shared: true,
    why: 'facts §0.9 and §10.13: the key is absent of a service principal, whatever old posts say',
    edits: [
      {
        file: CONTEXT,
        find: "...['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths',",
        replace: "...['aws:PrincipalOrgPaths',",
      },
      {
        file: CONTEXT,
        find: "['aws:SourceArn', known(source.arn)],",
        replace:
          "['aws:SourceArn', known(source.arn)],\n    ['aws:PrincipalOrgID', organization === null ? UNKNOWN : known(organization)],",
      },
      {
        file: REQUEST,
        find: "['aws:SourceArn', known(asker.arn)],",
        replace: "['aws:SourceArn', known(asker.arn)],\n    ['aws:PrincipalOrgID', organizationOf(asker)],",
      },
    ],
    tests: [CASES],
  },
  {
    name: 'aws:ViaAWSService is true of CloudTrail',
    shared: true,
    why: 'facts §1.4: it is true only where a service uses the credentials of its caller, and CloudTrail uses its own',
    edits: [
      { file: CONTEXT, find: "['aws:ViaAWSService', known('false')]", replace: "['aws:ViaAWSService', known('true')]" },
      { file: REQUEST, find: "['aws:ViaAWSService', known('false')]", replace: "['aws:ViaAWSService', known('true')]" },
    ],
    tests: [CASES],
  },
];

import { isDeleted } from '../../policy/deleted-principals.ts';
import type { Policy, Statement } from '../../policy/document.ts';
import { accountOf } from '../../policy/principal.ts';
import { allows, takesResource } from './allows.ts';

/** Whether a statement names somebody of an account, whoever it is; a principal that was deleted is nobody. */
function namesSomebodyOf({ principal: { value, negated } }: Statement, account: string): boolean {
  if (negated || value === '*') return true;
  return value.AWS.some(
    (principal) =>
      !isDeleted(principal) &&
      (principal === '*' || accountOf(principal) === account || principal.split(':')[4] === account),
  );
}

/**
 * Whether a key policy leaves somebody of the key's account who may change it; conditions count in their favour. Nobody else may
 * (KMS API reference, PutKeyPolicy: no cross-account use), and without them only AWS Support can (KMS developer guide, "Default
 * key policy").
 */
export function isKept({ statements }: Policy, keyArn: string): boolean {
  const account = keyArn.split(':')[4] ?? '';
  return statements.some(
    (statement) =>
      allows(statement, 'kms:putkeypolicy') && takesResource(statement, keyArn) && namesSomebodyOf(statement, account),
  );
}

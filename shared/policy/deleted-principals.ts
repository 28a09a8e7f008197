import type { Policy, Statement } from './document.ts';

/**
 * The unique id of a role, user, group or managed policy, which takes the place of its ARN in a policy once it is deleted (IAM
 * user guide, "IAM identifiers": unique identifiers; "AWS JSON policy elements: Principal").
 */
const UNIQUE_ID = /^(AROA|AIDA|AGPA|ANPA)[A-Z0-9]{12,}$/;

/** A statement that names principals which do not exist any more, by their ids. */
export type Orphaned = { readonly statement: Statement; readonly ids: readonly string[] };

/** True of an AWS principal that was deleted. */
export const isDeleted = (principal: string): boolean => UNIQUE_ID.test(principal);

/** The statements of a policy that name deleted principals, whatever their effect. */
export function orphanedStatements({ statements }: Policy): readonly Orphaned[] {
  return statements.flatMap((statement) => {
    const { value } = statement.principal;
    const ids = value === '*' ? [] : [...new Set(value.AWS.filter(isDeleted))];
    return ids.length === 0 ? [] : [{ statement, ids }];
  });
}

import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TOWER_MANAGEMENT_ROLE } from '../shared/settings/tower-reach.ts';

/** Who comes through the management account, and where to. */
export type TowerRoleProps = {
  /** The ARN of the role of the function that writes Control Tower's bucket policies. */
  readonly functionRole: string;
  readonly organizationId: string;
  /** The ARNs of the roles AWSControlTowerExecution that may be assumed, one for each account that owns such a bucket. */
  readonly executionRoles: readonly string[];
};

/**
 * The role of the management account through which the function comes from elsewhere: AWSControlTowerExecution trusts the management
 * account alone (AWS Control Tower user guide, "How AWS Control Tower works with roles").
 */
export class TowerRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { functionRole, organizationId, executionRoles }: TowerRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: TOWER_MANAGEMENT_ROLE,
      description:
        'Trailmend: lets the function for the bucket policies of Control Tower get to AWSControlTowerExecution',
      // Named as principal, a role that is removed and made again could not get in any more.
      assumedBy: new AccountPrincipal(functionRole.split(':')[4] ?? '').withConditions({
        ArnEquals: { 'aws:PrincipalArn': functionRole },
        StringEquals: { 'aws:PrincipalOrgID': organizationId },
      }),
    });
    this.role.addToPolicy(
      new PolicyStatement({ sid: 'WriteForControlTower', actions: ['sts:AssumeRole'], resources: [...executionRoles] }),
    );
  }
}

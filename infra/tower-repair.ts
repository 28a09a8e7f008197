import { Duration } from 'aws-cdk-lib';
import { type IRole, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { TOWER_FUNCTION_ROLE } from '../shared/settings/tower-reach.ts';

/** What the function is made of. */
export type TowerRepairProps = {
  readonly code: Code;
  /** The ARNs of the roles that come first on its way: AWSControlTowerExecution, or the role of the management account. */
  readonly firstRoles: readonly string[];
  /** The role of the function that asks: nobody else may. */
  readonly caller: IRole;
};

/**
 * The function that adds statements to the bucket policies of Control Tower, and does nothing else. Nothing wakes it but the hub's
 * function. It reserves no concurrency, which small accounts do not have: what it does twice is done once.
 */
export class TowerRepair extends Construct {
  readonly handler: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, { code, firstRoles, caller }: TowerRepairProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: TOWER_FUNCTION_ROLE,
      description: 'Trailmend: adds statements of CloudTrail to the bucket policies of Control Tower',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.role.addToPolicy(
      new PolicyStatement({ sid: 'WriteForControlTower', actions: ['sts:AssumeRole'], resources: [...firstRoles] }),
    );
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_YEAR });
    logGroup.grantWrite(this.role);
    this.handler = new LambdaFunction(this, 'Function', {
      description: 'Trailmend: adds what CloudTrail needs to the bucket policies of Control Tower',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      role: this.role,
      memorySize: 512,
      timeout: Duration.minutes(1),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { POWERTOOLS_SERVICE_NAME: 'trailmend-control-tower' },
    });
    const actions = ['lambda:InvokeFunction'];
    const asking = new PolicyStatement({ sid: 'AskTowerRepair', actions, resources: [this.handler.functionArn] });
    // A policy of its own, which stands here: the caller's need not know of it.
    new Policy(this, 'Caller', { statements: [asking], roles: [caller] });
  }
}

import { Annotations, CfnResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { RecordSettings } from '../shared/settings/settings.ts';
import { RECORDS } from '../shared/trail/record-key.ts';

/**
 * So many memories are named one by one. A policy has room for 6,144 characters (IAM user guide, "IAM and AWS STS quotas"), of which a
 * memory takes about a hundred.
 */
const NAMED = 40;

const MEMORY = 'memory/';

const ALL = `${MEMORY}*`;

/** So long a memory that was written over can be looked at. */
const EARLIER_MEMORIES = Duration.days(30);

/** What S3 removes by itself, which no bucket policy keeps it from, and a lock does (S3 user guide, "Object Lock considerations"). */
function lifecycleRules({ expireDays }: RecordSettings): LifecycleRule[] {
  const memories = { id: 'EarlierMemories', prefix: MEMORY, noncurrentVersionExpiration: EARLIER_MEMORIES };
  if (expireDays === undefined) return [memories];
  const prefix = RECORDS;
  return [
    memories,
    { id: 'Records', prefix, expiration: Duration.days(expireDays), noncurrentVersionExpiration: Duration.days(1) },
    { id: 'RemovedRecords', prefix, expiredObjectDeleteMarker: true },
  ];
}

/** What Trailmend remembers of the trails, under `memory/`, and its records, under `records/`. It stays when the stack is removed. */
export class Store extends Construct {
  readonly bucket: Bucket;

  private readonly isLocked: boolean;

  constructor(scope: Construct, id: string, records: RecordSettings = {}) {
    super(scope, id);
    this.isLocked = records.objectLock !== undefined;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: lifecycleRules(records),
    });
    if (this.isLocked) this.enableLock();
    this.onlyAddRecords();
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'the guarded trail is the record of who touches this bucket, and its objects are versioned',
    });
  }

  /** Lets the function add records. That it can only add is the bucket's own rule. */
  grantKeep(role: Role): void {
    const records = `${RECORDS}*`;
    const resources = [this.bucket.arnForObjects(records)];
    const actions = this.isLocked ? ['s3:PutObject', 's3:PutObjectRetention'] : ['s3:PutObject'];
    role.addToPolicy(new PolicyStatement({ sid: 'KeepRecords', actions, resources }));
    this.acknowledge(role, records, 'records are named by their time');
  }

  /**
   * Lets objects be locked, and locks none by default: memories are written over, and each of their versions would be locked too.
   * Both properties, for the first is for a new bucket and the second for one that is there (CloudFormation template reference,
   * AWS::S3::Bucket).
   */
  private enableLock(): void {
    const made = this.bucket.node.defaultChild;
    if (!(made instanceof CfnBucket)) return;
    made.objectLockEnabled = true;
    made.objectLockConfiguration = { objectLockEnabled: 'Enabled' };
    Annotations.of(this.bucket).addInfo(
      'Object Lock cannot be switched off again: a bucket that has it once has it for ever, and records kept before are not locked',
    );
  }

  /**
   * Nobody writes a record that is there already, or removes one (S3 user guide, "Enforce conditional writes on Amazon S3 buckets").
   */
  private onlyAddRecords(): void {
    const everybody = { effect: Effect.DENY, principals: [new AnyPrincipal()] };
    const resources = [this.bucket.arnForObjects(`${RECORDS}*`)];
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        ...{ ...everybody, resources, sid: 'RecordsAreOnlyAdded', actions: ['s3:PutObject'] },
        conditions: { Null: { 's3:if-none-match': 'true' } },
      }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        ...{ ...everybody, resources, sid: 'RecordsStay' },
        actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      }),
    );
  }

  /** Lets the function read and write what it remembers of each trail, and tell what is not there from what it may not see. */
  grantRemember(role: Role, keys: readonly string[]): void {
    const isMany = keys.length > NAMED;
    const objects = (isMany ? [ALL] : keys).map((key) => this.bucket.arnForObjects(key));
    role.addToPolicy(
      new PolicyStatement({ sid: 'Remember', actions: ['s3:GetObject', 's3:PutObject'], resources: objects }),
    );
    if (isMany) this.acknowledge(role, ALL, 'the memories of more trails than a policy can name');
    role.addToPolicy(
      new PolicyStatement({ sid: 'FindMemory', actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    );
  }

  private acknowledge(role: Role, objects: string, reason: string): void {
    const made = this.bucket.node.defaultChild;
    const name = CfnResource.isCfnResource(made) ? Stack.of(this).getLogicalId(made) : '';
    Validations.of(role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${name}.Arn>/${objects}]`,
      reason,
    });
  }
}

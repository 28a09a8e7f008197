import { CfnResource, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/**
 * So many memories are named one by one. A policy has room for 6,144 characters (IAM user guide, "IAM and AWS STS quotas"), of which a
 * memory takes about a hundred.
 */
const NAMED = 40;

const ALL = 'memory/*';

/** What Trailmend remembers of the trails, under `memory/`. It stays when the stack is removed. */
export class Store extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'the guarded trail is the record of who touches this bucket, and its objects are versioned',
    });
  }

  /** Lets the function read and write what it remembers of each trail, and tell what is not there from what it may not see. */
  grantRemember(role: Role, keys: readonly string[]): void {
    const isMany = keys.length > NAMED;
    const objects = (isMany ? [ALL] : keys).map((key) => this.bucket.arnForObjects(key));
    role.addToPolicy(
      new PolicyStatement({ sid: 'Remember', actions: ['s3:GetObject', 's3:PutObject'], resources: objects }),
    );
    if (isMany) this.acknowledgeAll(role);
    role.addToPolicy(
      new PolicyStatement({ sid: 'FindMemory', actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    );
  }

  private acknowledgeAll(role: Role): void {
    const made = this.bucket.node.defaultChild;
    const name = CfnResource.isCfnResource(made) ? Stack.of(this).getLogicalId(made) : '';
    Validations.of(role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${name}.Arn>/${ALL}]`,
      reason: 'the memories of more trails than a policy can name; nothing else lies in the bucket',
    });
  }
}

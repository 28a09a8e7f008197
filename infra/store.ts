import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

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
  grantRemember({ grantPrincipal }: IGrantable, keys: readonly string[]): void {
    const objects = keys.map((key) => this.bucket.arnForObjects(key));
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ sid: 'Remember', actions: ['s3:GetObject', 's3:PutObject'], resources: objects }),
    );
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ sid: 'FindMemory', actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    );
  }
}

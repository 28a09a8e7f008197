import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { s3Buckets } from '../../shared/aws/buckets.ts';
import type { Buckets } from '../../shared/reconcile/ports.ts';
import type { WireAnswer, WireServer } from './wire-server.ts';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** The product's port over the SDK, which sends every call of S3 and S3 Control to this server. */
export function portOver({ endpoint }: Pick<WireServer, 'endpoint'>): Buckets {
  const common = { region: 'us-east-1', credentials, maxAttempts: 1 };
  const s3 = new S3Client({ ...common, endpoint, forcePathStyle: true });
  // S3 Control puts the account before the host, for which an address of numbers has no place.
  const url = new URL(endpoint);
  const control = new S3ControlClient({ ...common, endpointProvider: () => ({ url }) });
  return s3Buckets({ s3: () => s3, control: () => control });
}

/** An error in the words of S3 and S3 Control. */
export function errorOf(status: number, code: string, message = code): WireAnswer {
  return { status, body: `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></Error>` };
}

/** The settings of Block Public Access, of a bucket or an account. */
export function accessBlock(blockPublicPolicy: boolean): WireAnswer {
  const settings = `<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>${blockPublicPolicy}</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets>`;
  const body = `<PublicAccessBlockConfiguration xmlns="${NAMESPACE}">${settings}</PublicAccessBlockConfiguration>`;
  return { status: 200, body };
}

/** One grant of an ACL: to a canonical user, or to a group. */
export type WireGrant = {
  readonly id?: string;
  readonly name?: string;
  readonly group?: string;
  readonly permission: string;
};

function grantee({ id, name, group }: WireGrant): string {
  if (group !== undefined) return `<Grantee xmlns:xsi="${XSI}" xsi:type="Group"><URI>${group}</URI></Grantee>`;
  const display = name === undefined ? '' : `<DisplayName>${name}</DisplayName>`;
  return `<Grantee xmlns:xsi="${XSI}" xsi:type="CanonicalUser"><ID>${id}</ID>${display}</Grantee>`;
}

/** An ACL of a bucket whose owner has this canonical id. */
export function aclOf(owner: string, grants: readonly WireGrant[]): WireAnswer {
  const list = grants.map((grant) => `<Grant>${grantee(grant)}<Permission>${grant.permission}</Permission></Grant>`);
  const body = `<AccessControlPolicy xmlns="${NAMESPACE}"><Owner><ID>${owner}</ID></Owner><AccessControlList>${list.join('')}</AccessControlList></AccessControlPolicy>`;
  return { status: 200, body };
}

import { ABSENT, type Context, type ContextValue, known } from '../policy/context.ts';
import type { RequestFamily } from '../policy/family.ts';
import { exactly } from '../policy/language.ts';
import { bucketArn } from './arn.ts';
import { contextOf, sourceContext } from './context.ts';
import type { Trail } from './trail.ts';

/** The condition key that names the object, or the bucket where an S3 Bucket Key is on. */
const S3_ARN = 'kms:encryptioncontext:aws:s3:arn';

const CONTEXT_KEYS: ContextValue = {
  kind: 'known',
  values: ['aws:cloudtrail:arn', 'aws:s3:arn'],
  multi: true,
  complete: true,
};

/** Where S3 asks on CloudTrail's behalf, the key's Region is the bucket's. */
function viaService(trail: Trail, keyArn: string): string {
  const suffix = trail.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `s3.${keyArn.split(':')[3] ?? ''}.${suffix}`;
}

function withEncryptionContext(trail: Trail, keyArn: string, s3Arn: ContextValue): Context {
  return contextOf([
    ...sourceContext(trail),
    ['kms:EncryptionContext:', ABSENT],
    ['kms:EncryptionContext:aws:cloudtrail:arn', known(trail.arn)],
    [S3_ARN, s3Arn],
    ['kms:EncryptionContextKeys', CONTEXT_KEYS],
    ['kms:ViaService', known(viaService(trail, keyArn))],
    ['kms:RequestAlias', ABSENT],
    ['kms:GrantIsForAWSResource', ABSENT],
  ]);
}

type Base = Pick<RequestFamily, 'caller' | 'action'>;

function onKey(base: Base, keyArn: string, context: Context): RequestFamily {
  return {
    ...base,
    context,
    varying: { kind: 'resource' },
    values: exactly(keyArn),
    samples: [keyArn],
    refine: () => [keyArn],
  };
}

/**
 * GenerateDataKey, which S3 sends for every file that CloudTrail writes under a key: the encryption context names the trail
 * and the object, with an S3 Bucket Key the bucket (CloudTrail user guide, "Encrypting CloudTrail log files with KMS keys";
 * S3 user guide, "Changes to note before enabling an S3 Bucket Key").
 *
 * @param objects the writes of the log files that are encrypted
 */
export function encryptionFamily(trail: Trail, keyArn: string, objects: RequestFamily): RequestFamily {
  const base = { caller: objects.caller, action: 'kms:GenerateDataKey' };
  if (trail.bucketKey === true) {
    const bucket = known(bucketArn(trail.partition, trail.bucket));
    return onKey(base, keyArn, withEncryptionContext(trail, keyArn, bucket));
  }
  const context = withEncryptionContext(trail, keyArn, { kind: 'unknown', present: true });
  if (trail.bucketKey === null) return onKey(base, keyArn, context);
  const { values, samples, refine } = objects;
  return {
    ...base,
    context,
    varying: { kind: 'condition-key', key: S3_ARN, resource: keyArn },
    values,
    samples,
    refine,
  };
}

/** Decrypt, which is asked for where an S3 Bucket Key is on and the trail is created or updated. */
export function decryptionFamily(trail: Trail, keyArn: string, objects: RequestFamily): RequestFamily {
  return { ...encryptionFamily({ ...trail, bucketKey: true }, keyArn, objects), action: 'kms:Decrypt' };
}

/** DescribeKey, which is asked for when the trail is created or updated; it carries no encryption context. */
export function descriptionFamily(trail: Trail, keyArn: string, { caller }: RequestFamily): RequestFamily {
  const context = contextOf([
    ...sourceContext(trail),
    ['kms:EncryptionContext:', ABSENT],
    ['kms:EncryptionContextKeys', ABSENT],
    ['kms:GrantIsForAWSResource', ABSENT],
  ]);
  return onKey({ caller, action: 'kms:DescribeKey' }, keyArn, context);
}

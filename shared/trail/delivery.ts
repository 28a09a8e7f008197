import type { RequestFamily } from '../policy/family.ts';
import { exactly } from '../policy/language.ts';
import type { Caller } from '../policy/principal.ts';
import { bucketArn } from './arn.ts';
import { requestContext, servicePrincipals } from './context.ts';
import { type FileKind, keyFamily } from './keys.ts';
import { LEGACY_ACCOUNTS } from './legacy-accounts.ts';
import { logsRoot, type StatementName } from './statements.ts';
import type { Trail } from './trail.ts';

/**
 * One family of requests that CloudTrail makes for a trail, and the documented statement that allows it.
 * `stake` is what fails with it: log files, other files, or creating and updating the trail.
 */
export type DeliveryRequest = {
  readonly name: 'acl-check' | 'log-files' | 'insight-files' | 'digest-files';
  readonly stake: 'delivery' | 'other-files' | 'configuration';
  readonly statement: StatementName;
  readonly family: RequestFamily;
};

function callerOf(trail: Trail): Caller {
  return {
    services: servicePrincipals(trail.partition),
    legacyAccounts: new Set([...LEGACY_ACCOUNTS.values()].flat()),
  };
}

function aclCheck(trail: Trail): DeliveryRequest {
  const bucket = bucketArn(trail.partition, trail.bucket);
  return {
    name: 'acl-check',
    stake: 'delivery',
    statement: 'acl-check',
    family: {
      caller: callerOf(trail),
      action: 's3:GetBucketAcl',
      resources: exactly(bucket),
      context: requestContext(trail, 'acl-check'),
      samples: [bucket],
      refine: () => [bucket],
    },
  };
}

function writes(trail: Trail, kind: FileKind, statement: StatementName): RequestFamily {
  const objects = `${bucketArn(trail.partition, trail.bucket)}/`;
  const organization = statement === 'organization-write';
  const root = organization ? `${logsRoot(trail)}${trail.organizationId}/` : logsRoot(trail);
  const keys = keyFamily(trail, kind, root, organization ? null : trail.account);
  return {
    caller: callerOf(trail),
    action: 's3:PutObject',
    resources: [{ text: objects }, ...keys.language],
    context: requestContext(trail, kind === 'CloudTrail-Digest' ? 'digest-file' : 'log-file'),
    samples: keys.samples.map((key) => objects + key),
    refine: (resource) => keys.refine(resource.slice(objects.length)).map((key) => objects + key),
  };
}

/**
 * Every family of requests that CloudTrail makes to the bucket for this trail. Of an organization trail the files lie under
 * `AWSLogs/o-ID/`, and the path of the account itself is asked for when the trail is created or updated.
 */
export function deliveryRequests(trail: Trail): readonly DeliveryRequest[] {
  const organization = trail.organizationId !== null;
  const statement = organization ? 'organization-write' : 'write';
  const requests: DeliveryRequest[] = [
    aclCheck(trail),
    { name: 'log-files', stake: 'delivery', statement, family: writes(trail, 'CloudTrail', statement) },
  ];
  if (trail.insights)
    requests.push({
      name: 'insight-files',
      stake: 'other-files',
      statement,
      family: writes(trail, 'CloudTrail-Insight', statement),
    });
  if (trail.logFileValidation)
    requests.push({
      name: 'digest-files',
      stake: 'other-files',
      statement,
      family: writes(trail, 'CloudTrail-Digest', statement),
    });
  if (organization)
    requests.push({
      name: 'log-files',
      stake: 'configuration',
      statement: 'write',
      family: writes(trail, 'CloudTrail', 'write'),
    });
  return requests;
}

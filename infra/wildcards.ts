import { Aws } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Why a right is granted on more than one named resource, by the statement's name; every other wildcard is refused at synth. */
const REASONS: Readonly<Record<string, string>> = {
  AssumeDestinations:
    'the roles of one name in the accounts of the organization, which are too many to be named one by one',
  ReadLandingZone: 'which landing zone there is is known at run time only; an account has one',
  ReadLandingZones: 'controltower:ListLandingZones is granted on `*` only (Service Authorization Reference)',
  ReadOrganization: 'which services an organization trusts is granted on `*` only (Service Authorization Reference)',
  ReadOrganizationPolicies:
    'what an organization consists of is not known before it is read: these are rights to read it, and no others',
  ReadAccountAccess: 's3:GetAccountPublicAccessBlock is granted on `*` only (Service Authorization Reference)',
  ReadAccountTrails: 'which trails the account has is known at run time only; the rights read them, and no others',
  ReadTrailList: 'cloudtrail:ListTrails is granted on `*` only (Service Authorization Reference)',
  ReadMemberList: 'organizations:ListAccounts is granted on `*` only (Service Authorization Reference)',
  ReadMembers: 'which accounts the organization has is known at run time only; the right reads one setting of them',
};

/** One finding of cdk-nag that is meant, and why. */
export type Acknowledged = { readonly id: string; readonly reason: string };

/** The wildcards of these statements that are meant, as cdk-nag names them. */
export function meantWildcards(statements: readonly PolicyStatement[]): readonly Acknowledged[] {
  return statements.flatMap(({ sid, resources }) => {
    const reason = REASONS[sid ?? ''];
    if (reason === undefined) return [];
    const wild = resources.filter((resource) => resource.includes('*'));
    const names = wild.map((resource) => resource.replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>'));
    return names.map((name) => ({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${name}]`, reason }));
  });
}

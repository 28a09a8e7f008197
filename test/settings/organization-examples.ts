const MANAGEMENT = '111122223333';
const OTHER = '444455556666';
const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/audit`;
const trail = { trailArn: TRAIL, bucket: 'audit-logs', bucketOwner: OTHER, bucketRegion: 'eu-central-1' };
const organization = { id: 'o-a1b2c3d4e5', rootId: 'r-a1b2', managementAccount: MANAGEMENT };
const withOrganization = (fields: unknown, ofTrail: object = {}) => ({
  version: 1,
  trails: [{ ...trail, ...ofTrail }],
  organization: fields,
});

/** Settings for an organization that are right. */
export const goodOrganizations: Readonly<Record<string, unknown>> = {
  'an organization': withOrganization(organization, { organizationId: 'o-a1b2c3d4e5' }),
  'every field of an organization': withOrganization({
    ...organization,
    hubAccount: '777788889999',
    hubRegion: 'us-east-1',
    destinations: 'stack-sets',
    roles: { [OTHER]: [`arn:aws:iam::${MANAGEMENT}:role/Jump`, `arn:aws:iam::${OTHER}:role/path/Guard`] },
    controlTower: { assumeExecutionRole: true },
  }),
  'an organization whose destinations people deploy': withOrganization({
    id: 'o-a1b2c3d4e5',
    managementAccount: MANAGEMENT,
    destinations: 'templates',
    controlTower: {},
  }),
};

/** Settings for an organization that are wrong. */
export const badOrganizations: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> = {
  'an organization that is a text': {
    value: withOrganization('o-a1b2c3d4e5'),
    says: '`organization` must be an object with `id` and `managementAccount`, and is `o-a1b2c3d4e5`',
  },
  'an organization without root': {
    value: withOrganization({ id: 'o-a1b2c3d4e5', managementAccount: MANAGEMENT }),
    says: '`organization.rootId` is missing: StackSets need the root; or set `destinations` to `templates`',
  },
  'an organization without management account': {
    value: withOrganization({ id: 'o-a1b2c3d4e5', rootId: 'r-a1b2' }),
    says: '`organization.managementAccount` is missing',
  },
  'a misspelt field of an organization': {
    value: withOrganization({ ...organization, hubAcount: OTHER }),
    says: '`organization.hubAcount` is not a setting (did you mean `hubAccount`?)',
  },
  'a root that is an organizational unit': {
    value: withOrganization({ ...organization, rootId: 'ou-a1b2-11111111' }),
    says: '`organization.rootId` must be the id of an organization’s root, like `r-a1b2`, and is `ou-a1b2-11111111`',
  },
  'a hub in no Region': {
    value: withOrganization({ ...organization, hubRegion: 'Ireland' }),
    says: '`organization.hubRegion` must be a Region, like `eu-west-1`, and is `Ireland`',
  },
  'destinations of another kind': {
    value: withOrganization({ ...organization, destinations: 'terraform' }),
    says: '`organization.destinations` must be `stack-sets` or `templates`, and is `terraform`',
  },
  'roles of no account': {
    value: withOrganization({ ...organization, roles: { audit: [`arn:aws:iam::${OTHER}:role/Guard`] } }),
    says: '`organization.roles.audit` is not an account id of 12 digits, as a text',
  },
  'an empty chain of roles': {
    value: withOrganization({ ...organization, roles: { [OTHER]: [] } }),
    says: `\`organization.roles.${OTHER}\` must list the ARNs of roles that are assumed one after the other, and is \`[]\``,
  },
  'a role by its name': {
    value: withOrganization({ ...organization, roles: { [OTHER]: ['Guard'] } }),
    says: `\`organization.roles.${OTHER}[0]\` must be the ARN of a role, and is \`Guard\``,
  },
  'Control Tower by a word': {
    value: withOrganization({ ...organization, controlTower: true }),
    says: '`organization.controlTower` must be an object with `assumeExecutionRole`, and is `true`',
  },
  'a bucket in no Region': {
    value: withOrganization(organization, { bucketRegion: 'anywhere' }),
    says: '`trails[0].bucketRegion` must be a Region, like `eu-west-1`, and is `anywhere`',
  },
};

/** What no schema can say of an organization. */
export const contradictoryOrganizations: Readonly<Record<string, { readonly value: unknown; readonly says: string }>> =
  {
    'a trail of another organization': {
      value: withOrganization(organization, { organizationId: 'o-zzzzzzzzzz' }),
      says: '`trails[0].organizationId` names `o-zzzzzzzzzz`, and `organization.id` is `o-a1b2c3d4e5`',
    },
    'a trail of an account in another organization': {
      value: withOrganization(organization, { sourceOrganizationId: 'o-zzzzzzzzzz' }),
      says: '`trails[0].sourceOrganizationId` names `o-zzzzzzzzzz`, and `organization.id` is `o-a1b2c3d4e5`',
    },
    'an event data store of an account in another organization': {
      value: {
        ...withOrganization(organization),
        eventDataStores: [
          {
            eventDataStoreArn: `arn:aws:cloudtrail:eu-west-1:${OTHER}:eventdatastore/1234abcd-12ab-34cd-56ef-1234567890ab`,
            ...{ bucket: 'query-results', sourceOrganizationId: 'o-zzzzzzzzzz' },
          },
        ],
      },
      says: '`eventDataStores[0].sourceOrganizationId` names `o-zzzzzzzzzz`, and `organization.id` is `o-a1b2c3d4e5`',
    },
    'an organization trail of a member account': {
      value: withOrganization({ ...organization, managementAccount: OTHER }, { organizationId: 'o-a1b2c3d4e5' }),
      says: `\`trails[0].trailArn\` is of account \`${MANAGEMENT}\`, and an organization trail belongs to the management account, \`${OTHER}\``,
    },
    'roles that lead elsewhere': {
      value: withOrganization({ ...organization, roles: { [OTHER]: [`arn:aws:iam::${MANAGEMENT}:role/Guard`] } }),
      says: `\`organization.roles.${OTHER}\` ends with a role of another account than \`${OTHER}\`: \`arn:aws:iam::${MANAGEMENT}:role/Guard\``,
    },
  };

const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const trail = { trailArn: ARN, bucket: 'audit-logs' };
const withTrail = (fields: Record<string, unknown>) => ({ version: 1, trails: [{ ...trail, ...fields }] });

/** A trail of another account. */
export const OTHER = 'arn:aws:cloudtrail:us-east-1:222233334444:trail/audit';

type Examples = Readonly<Record<string, { readonly value: unknown; readonly says: string }>>;

/** Sources and former accounts that are wrong, and what the parser says; the schema refuses them too. */
export const badSources: Examples = {
  'one source instead of a list': {
    value: withTrail({ sources: { trailArn: OTHER } }),
    says: `\`trails[0].sources\` must be a list of trails, and is \`{"trailArn":"${OTHER}"}\``,
  },
  'a source that is a text': {
    value: withTrail({ sources: [OTHER] }),
    says: `\`trails[0].sources[0]\` must be an object with \`trailArn\`, and is \`${OTHER}\``,
  },
  'a source without ARN': {
    value: withTrail({ sources: [{ prefix: 'x' }] }),
    says: '`trails[0].sources[0].trailArn` is missing',
  },
  'a source that is no trail': {
    value: withTrail({ sources: [{ trailArn: 'arn:aws:s3:::audit-logs' }] }),
    says: '`trails[0].sources[0].trailArn` must be the ARN of a trail, like `arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit`, and is `arn:aws:s3:::audit-logs`',
  },
  'a source with a prefix that would widen the statements': {
    value: withTrail({ sources: [{ trailArn: OTHER, prefix: '*' }] }),
    says: '`trails[0].sources[0].prefix` must be a key prefix of at most 200 characters, without a slash at its end and without `*`, `?` and `$`, and is `*`',
  },
  'a source with a bucket of its own': {
    value: withTrail({ sources: [{ trailArn: OTHER, bucket: 'x-logs' }] }),
    says: '`trails[0].sources[0].bucket` is not a setting',
  },
  'one former account instead of a list': {
    value: withTrail({ formerAccounts: '222233334444' }),
    says: '`trails[0].formerAccounts` must be a list of account ids, and is `222233334444`',
  },
  'a former account that is a number': {
    value: withTrail({ formerAccounts: [222233334444] }),
    says: '`trails[0].formerAccounts[0]` must be an account id of 12 digits, as a text, and is `222233334444`',
  },
};

/** What no schema can say of sources. */
export const contradictorySources: Examples = {
  'a source that is guarded': {
    value: { version: 1, trails: [{ ...trail, sources: [{ trailArn: ARN }] }] },
    says: '`trails[0].sources[0].trailArn` names the same trail as `trails[0]`, which is guarded anyway',
  },
  'a source twice': {
    value: { version: 1, trails: [{ ...trail, sources: [{ trailArn: OTHER }, { trailArn: OTHER, prefix: 'x' }] }] },
    says: '`trails[0].sources[1].trailArn` names the same trail as `trails[0].sources[0]`',
  },
  'a source of another partition': {
    value: {
      version: 1,
      trails: [{ ...trail, sources: [{ trailArn: 'arn:aws-cn:cloudtrail:cn-north-1:222233334444:trail/audit' }] }],
    },
    says: '`trails[0].sources[0].trailArn` lies in another partition than `trails[0]`, from which no trail delivers into its bucket',
  },
};

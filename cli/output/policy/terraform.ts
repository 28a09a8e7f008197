import { isJsonObject, type Json, type JsonObject } from '../../../shared/policy/json.ts';
import { expression, type HclItem, hclLines, list, quoted } from './hcl.ts';
import { type Holder, type PolicyFormat, remarks } from './printed-policy.ts';
import { statementsOf } from './statements-of.ts';

function texts(value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  const values: readonly Json[] = Array.isArray(value) ? value : [value];
  return values.map(String);
}

const members = (value: Json | undefined): readonly (readonly [string, Json])[] =>
  isJsonObject(value) ? Object.entries(value) : [];

function principals({ Principal }: JsonObject): readonly HclItem[] {
  return members(Principal).map(([kind, names]) => ({
    block: 'principals',
    body: [expression('type', quoted(kind)), list('identifiers', texts(names))],
  }));
}

function conditions({ Condition }: JsonObject): readonly HclItem[] {
  return members(Condition).flatMap(([operator, keys]) =>
    members(keys).map(([key, values]) => ({
      block: 'condition',
      body: [expression('test', quoted(operator)), expression('variable', quoted(key)), list('values', texts(values))],
    })),
  );
}

const statement = (source: JsonObject): HclItem => ({
  block: 'statement',
  body: [
    ...texts(source.Sid).map((sid) => expression('sid', quoted(sid))),
    ...texts(source.Effect).map((effect) => expression('effect', quoted(effect))),
    list('actions', texts(source.Action)),
    list('resources', texts(source.Resource)),
    ...principals(source),
    ...conditions(source),
  ],
});

/** The resource that carries the document, and what names its holder. */
function carrier(holder: Holder): readonly [type: string, name: string, holder: HclItem] {
  switch (holder.kind) {
    case 'bucket':
      return ['aws_s3_bucket_policy', 'cloudtrail_bucket', expression('bucket', quoted(holder.bucket))];
    case 'key':
      // The provider keeps the ID, and would find a difference to an ARN.
      return ['aws_kms_key_policy', 'cloudtrail_key', expression('key_id', quoted(holder.keyArn.replace(/^.*\//, '')))];
    case 'topic':
      return ['aws_sns_topic_policy', 'cloudtrail_topic', expression('arn', quoted(holder.topicArn))];
    case 'people':
      return [
        'aws_iam_policy',
        `cloudtrail_${holder.audience}`,
        expression('name', quoted(`cloudtrail-${holder.audience}`)),
      ];
  }
}

/** A policy document as a data source, and the resource that carries it, as `terraform fmt` would leave them. */
export const terraform: PolicyFormat = {
  text: (printed) => {
    const [type, name, holder] = carrier(printed.holder);
    const source = `data.aws_iam_policy_document.${name}.json`;
    const items: readonly HclItem[] = [
      {
        block: `data "aws_iam_policy_document" "${name}"`,
        body: statementsOf(printed.policy).map(statement),
      },
      { block: `resource "${type}" "${name}"`, body: [holder, expression('policy', source)] },
    ];
    return `${[...remarks(printed).map((line) => `# ${line}`), ...hclLines(items)].join('\n')}\n`;
  },
  refusal: (policy) => {
    const text = JSON.stringify(policy);
    if (text.includes('&{')) return 'aws_iam_policy_document reads `&{` as `${`';
    return text === text.normalize('NFC')
      ? null
      : 'Terraform composes the accents of a text, which names other objects';
  },
};

import { completePolicy } from '../../shared/trail/complete-policy.ts';
import { DOCUMENT_KINDS, type DocumentKind, resourceOfDocument } from '../../shared/trail/document.ts';
import { BadInput } from '../bad-input.ts';
import { one } from '../options.ts';
import { describedTrails } from '../trails.ts';
import type { Command } from './command.ts';

const NAMES: Readonly<Record<string, DocumentKind>> = {
  bucket: 'bucket-policy',
  key: 'key-policy',
  topic: 'topic-policy',
};

/** `trailmend policy`: the complete right policy, to mend the source that keeps breaking it. */
export const policy: Command = {
  name: 'policy',
  summary: 'print the complete right policy of a bucket, key or topic',
  options: [
    ...(['trail-arn', 'bucket', 'prefix', 'organization-id', 'source-organization-id', 'source-trail-arn'] as const),
    ...(['kms-key-arn', 'topic-arn', 'bucket-key', 'document', 'format'] as const),
  ],
  run: async (values) => {
    const format = one(values, 'format') ?? 'json';
    if (format !== 'json') throw new BadInput(`--format of \`trailmend policy\` must be json, and is \`${format}\``);
    const name = one(values, 'document') ?? 'bucket';
    const kind = DOCUMENT_KINDS.find((candidate) => candidate === NAMES[name]);
    if (kind === undefined) throw new BadInput(`--document must be bucket, key or topic, and is \`${name}\``);
    const trails = describedTrails(values);
    if (resourceOfDocument(trails[0], kind) === null) {
      throw new BadInput(`--${kind === 'key-policy' ? 'kms-key-arn' : 'topic-arn'} is missing: whose policy is it?`);
    }
    return { output: `${JSON.stringify(completePolicy(trails, kind), null, 2)}\n`, exitCode: 0 };
  },
};

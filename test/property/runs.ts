import type { DocumentKind } from '../../shared/trail/document.ts';

const runs = Number(process.env.TRAILMEND_RUNS ?? 10_000);

/** How often each kind of policy is tried; a bucket policy has the most to go wrong. */
export const RUNS: Readonly<Record<DocumentKind, number>> = {
  'bucket-policy': runs,
  'key-policy': Math.ceil(runs * 0.3),
  'topic-policy': Math.ceil(runs / 4),
};

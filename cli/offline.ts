import { policyWarnings } from '../shared/policy/warnings.ts';
import { offlineObservation } from '../shared/reconcile/observation.ts';
import type { Reading } from '../shared/reconcile/reading.ts';
import type { SourceObservation } from '../shared/reconcile/store-observation.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '../shared/trail/document.ts';
import { BadInput } from './bad-input.ts';
import { type GivenPolicy, readPolicy, type Surroundings } from './documents.ts';
import { storeObservation } from './lake.ts';
import { describing, one, refuse, type Values } from './options.ts';
import { describedTrails } from './trails.ts';

const DOCUMENT_OPTIONS = ['bucket-policy', 'no-bucket-policy', 'key-policy', 'topic-policy'] as const;

/** What an offline command was given: the trails, or the event data store, with their documents, and what is odd about these. */
export type Inputs = { readonly observations: readonly SourceObservation[]; readonly warnings: readonly string[] };

type Given = Readonly<Record<DocumentKind, GivenPolicy | null | undefined>>;

function bucketPolicy(values: Values, surroundings: Surroundings): GivenPolicy | null | undefined {
  const file = one(values, 'bucket-policy');
  const none = values['no-bucket-policy'] ?? false;
  if (file !== undefined && none) throw new BadInput('--bucket-policy and --no-bucket-policy exclude each other');
  if (none) return null;
  return file === undefined ? undefined : readPolicy(file, surroundings);
}

/** The policy of a resource that has to be named with it. */
function policyOf(
  values: Values,
  option: 'key-policy' | 'topic-policy',
  resource: 'kms-key-arn' | 'topic-arn',
  surroundings: Surroundings,
): GivenPolicy | undefined {
  const file = one(values, option);
  if (file === undefined) return undefined;
  if (one(values, resource) === undefined) throw new BadInput(`--${option} needs --${resource}: whose policy is it?`);
  return readPolicy(file, surroundings);
}

function documents(values: Values, surroundings: Surroundings): Given {
  const files = [values['bucket-policy'], values['key-policy'], values['topic-policy']].flat();
  if (files.filter((file) => file === '-').length > 1) throw new BadInput('only one document can come from `-`');
  const given = {
    'bucket-policy': bucketPolicy(values, surroundings),
    'key-policy': policyOf(values, 'key-policy', 'kms-key-arn', surroundings),
    'topic-policy': policyOf(values, 'topic-policy', 'topic-arn', surroundings),
  };
  if (Object.values(given).every((policy) => policy === undefined)) {
    throw new BadInput(
      'no document to judge: give --bucket-policy FILE or --no-bucket-policy, --key-policy FILE or --topic-policy FILE',
    );
  }
  return given;
}

function readingOf(policy: GivenPolicy | null | undefined): Reading<string> {
  if (policy === undefined) return { state: 'not-asked' };
  return policy === null ? { state: 'absent' } : { state: 'present', value: policy.text };
}

function readings(given: Given, isMain: boolean): Partial<Record<DocumentKind, Reading<string>>> {
  const kinds = isMain ? DOCUMENT_KINDS : (['bucket-policy'] as const);
  return Object.fromEntries(kinds.map((kind) => [kind, readingOf(given[kind])]));
}

/** Of an event data store the policy of its bucket alone. */
function lakeInputs(values: Values, surroundings: Surroundings): Inputs {
  const given = bucketPolicy(values, surroundings);
  const observation = storeObservation(values, readingOf(given));
  return { observations: [observation], warnings: given?.policy === undefined ? [] : policyWarnings(given.policy) };
}

/** Reads the trails and documents of an offline command. Throws BadInput with one sentence. */
export function readInputs(values: Values, surroundings: Surroundings): Inputs {
  refuse(values, ['settings', 'bucket-owner', 'yes'], 'goes with a live run; documents were given');
  if (values.lake === true) return lakeInputs(values, surroundings);
  refuse(values, ['event-data-store-arn'], 'goes with --lake');
  const hasDocument = DOCUMENT_OPTIONS.some((name) => values[name] !== undefined);
  if (values.bucket === undefined && !hasDocument) {
    throw new BadInput(
      `--bucket is missing: --${describing(values)} goes with documents, and a live run asks AWS instead`,
    );
  }
  const trails = describedTrails(values);
  const given = documents(values, surroundings);
  const policies = Object.values(given).filter((policy) => policy !== null && policy !== undefined);
  return {
    // Of a further trail only the bucket is known to be the same.
    observations: trails.map((trail, at) => offlineObservation(trail, readings(given, at === 0))),
    warnings: policies.flatMap(({ policy }) => policyWarnings(policy)),
  };
}

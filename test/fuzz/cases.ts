import { parsePolicy } from '../../shared/policy/document.ts';
import { DOCUMENT_KINDS } from '../../shared/trail/document.ts';
import type { Trail } from '../../shared/trail/trail.ts';
import type { Around, FuzzCase, Kind } from './case.ts';
import { type Material, type Materials, materials } from './material.ts';
import { mutated } from './mutate.ts';
import { mutatedText } from './mutate-text.ts';
import { Random } from './random.ts';

/** As often as each kind stands here: policies are what decides. */
const KINDS: readonly [Kind, ...Kind[]] = [
  ...(['policy', 'policy', 'policy', 'policy', 'policy', 'event'] as const),
  ...(['event', 'event', 'memory', 'settings'] as const),
];
const AROUND: readonly [Around, ...Around[]] = ['offline', 'live', 'failing', 'delivering', 'remembered'];

/** The trail as it is, or of another kind. */
function anotherTrail(trail: Trail, random: Random): Trail {
  const organizationId = random.oneIn(4) ? 'o-exampleorgid' : trail.organizationId;
  return {
    ...trail,
    organizationId,
    sourceOrganizationId: organizationId ?? trail.sourceOrganizationId,
    kmsKeyArn: random.oneIn(3) ? null : trail.kmsKeyArn,
    topicArn: random.oneIn(3) ? null : trail.topicArn,
    bucketKey: random.pick([true, false, null, trail.bucketKey]),
    logFileValidation: random.oneIn(2),
    insights: random.oneIn(6),
  };
}

/** A document after changes; as often as not one that is a policy still: what is refused at the door tests the door alone. */
function structural(from: Material, other: Material, random: Random): string {
  const tries = random.oneIn(2) ? 1 : 6;
  let document = mutated(from.document, other.document, random);
  for (let time = 1; time < tries && !parsePolicy(document).ok; time += 1)
    document = mutated(from.document, other.document, random);
  return JSON.stringify(document);
}

function textOf(kind: Kind, from: Material, other: Material, random: Random): string {
  const document =
    kind === 'policy'
      ? structural(from, other, random)
      : JSON.stringify(mutated(from.document, other.document, random));
  if (!random.oneIn(6)) return document;
  return mutatedText(
    random.oneIn(2) ? document : JSON.stringify(from.document),
    JSON.stringify(other.document),
    random,
  );
}

/** So many cases share what they are made of. */
const BLOCK = 2_000;

/** All cases of a seed, by number: each hangs on the seed and its number alone. */
export class Cases {
  readonly #seed: number;
  #block = -1;
  #materials: Materials | null = null;

  constructor(seed: number) {
    this.#seed = seed;
  }

  at(number: number): FuzzCase {
    const random = new Random(this.#seed, number);
    const kind = random.pick(KINDS);
    const all = this.#materialsOf(Math.floor(number / BLOCK))[kind];
    const from = random.pick(all);
    return {
      kind,
      text: textOf(kind, from, random.pick(all), random),
      trail: anotherTrail(from.trail, random),
      documents: random.oneIn(2) ? DOCUMENT_KINDS : [random.pick(['bucket-policy', 'key-policy', 'topic-policy'])],
      isShared: random.oneIn(8),
      around: random.pick(AROUND),
      optsIn: random.oneIn(3),
    };
  }

  #materialsOf(block: number): Materials {
    if (this.#materials === null || this.#block !== block) this.#materials = materials(this.#seed + block);
    this.#block = block;
    return this.#materials;
  }
}

import type { DocumentKind } from '../../shared/trail/document.ts';
import type { Trail } from '../../shared/trail/trail.ts';

/** What is put through the product: a policy as a bucket's, a key's and a topic's, an event, a settings file, a memory. */
export type Kind = 'policy' | 'event' | 'settings' | 'memory';

/** What surrounds the document: nothing but documents, or what AWS says of all the rest. */
export type Around = 'offline' | 'live' | 'failing' | 'delivering' | 'remembered';

/** One case: the text that was mutated, and what it is put beside. All of it is JSON, to be written to a file and read back. */
export type FuzzCase = {
  readonly kind: Kind;
  readonly text: string;
  readonly trail: Trail;
  /** The documents that have the text for a policy; the others were not asked for. */
  readonly documents: readonly DocumentKind[];
  /** True if another trail delivers into the same bucket, with the same key and topic. */
  readonly isShared: boolean;
  readonly around: Around;
  /** True if everything that can be repaired is. */
  readonly optsIn: boolean;
};

/** What became of a case; a case that goes wrong throws. The words are counted. */
export type Fate = 'refused' | 'judged' | 'repaired' | 'understood' | 'ignored' | 'read';

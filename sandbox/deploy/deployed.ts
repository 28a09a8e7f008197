import type { PlayedResource } from './played-resources.ts';

/** A resource that is to be played, and where its stack lies. */
export type PlacedResource = PlayedResource & { readonly account: string; readonly region: string };

/** What came of one account's stacks. */
export type Deployed = {
  readonly outputs: Readonly<Record<string, string>>;
  readonly played: readonly PlacedResource[];
  /** The other accounts that the app has stacks for. */
  readonly otherAccounts: readonly string[];
};

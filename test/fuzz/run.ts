import type { Fate, FuzzCase } from './case.ts';
import { runEvent } from './run-event.ts';
import { runMemory, runSettings } from './run-file.ts';
import { runPolicy } from './run-policy.ts';

/** Puts one case through the product; throws if it breaks something that must hold. */
export function run(one: FuzzCase): Fate {
  switch (one.kind) {
    case 'policy':
      return runPolicy(one);
    case 'event':
      return runEvent(one);
    case 'settings':
      return runSettings(one);
    case 'memory':
      return runMemory(one);
  }
}

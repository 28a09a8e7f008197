import { isJsonObject, type JsonObject } from '../policy/json.ts';
import { DOCUMENT_KINDS } from '../trail/document.ts';
import type { Judgement } from './judge.ts';
import type { Look } from './look.ts';
import { type Memory, noMemory, type Policies } from './memory.ts';
import type { Ports } from './ports.ts';
import type { Observation } from './reading.ts';

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function policiesOf({ policies }: Observation): Policies {
  const entries = DOCUMENT_KINDS.flatMap((kind) => {
    const reading = policies[kind];
    const policy = reading.state === 'present' ? parse(reading.value) : null;
    return policy === null ? [] : [[kind, policy] as const];
  });
  return Object.fromEntries(entries);
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The settings of a trail count as known once nothing is said against them. */
function descriptionAfter(memory: Memory, { observation, findings }: Judgement): Memory['description'] {
  const { description } = observation;
  const objection = findings.some(
    ({ check, finding }) => check.id === 'trail-settings-are-expected' && finding.verdict !== 'healthy',
  );
  return description.state === 'present' && !objection ? description.value : memory.description;
}

/**
 * What is to be remembered after a look. Policies are proven once a log file arrived later than they were first seen in
 * force, with no error reported since: both times are AWS's and ours, so that a minute is kept between them.
 */
export function memoryAfter(memory: Memory, judgement: Judgement, now: number): Memory {
  const { observation, delivers } = judgement;
  const status = observation.status.state === 'present' ? observation.status.value : null;
  const policies = policiesOf(observation);
  const isInForce = memory.inForce !== null && isSame(memory.inForce.policies, policies);
  const inForce = isInForce || delivers !== true ? memory.inForce : { policies, since: now };
  const arrived = status?.latestDeliveryError === null ? status.latestDeliveryTime : null;
  const isProven = isInForce && delivers === true && arrived !== null && arrived > (inForce?.since ?? now) + MINUTE;
  return {
    version: 1,
    trailArn: memory.trailArn,
    description: descriptionAfter(memory, judgement),
    seenLogging: memory.seenLogging || status?.isLogging === true,
    inForce,
    proven: isProven && !isSame(memory.proven?.policies, policies) ? { policies, at: now } : memory.proven,
  };
}

const MINUTE = 60_000;

/**
 * Writes down what a look showed of each trail, where it is news. Whoever wrote in between saw the same trail, and is left
 * alone; the next run compares again. It never fails a run: the reasons for what was not remembered are returned.
 */
export async function remember(look: Look, ports: Ports): Promise<readonly string[]> {
  const failures = await Promise.all(
    look.judgements.map(async (judgement, at): Promise<string | null> => {
      const read = look.remembered[at];
      if (read === undefined || read.state === 'unreadable' || read.state === 'not-asked') return null;
      const known = read.state === 'present' ? read.value : null;
      const before = known?.memory ?? noMemory(judgement.trail.arn);
      const after = memoryAfter(before, judgement, ports.clock.now());
      if (known !== null && isSame(before, after)) return null;
      try {
        await ports.store.write(after, known?.tag ?? null);
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    }),
  );
  return failures.filter((failure) => failure !== null);
}

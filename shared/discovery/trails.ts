import { bounded } from '../reconcile/bounded.ts';
import { parseTrailArn } from '../trail/arn.ts';
import type { FoundTrail } from './found.ts';
import type { Discovery } from './ports.ts';
import { type Notebook, seen } from './seen.ts';

/** So many trails are described at the same time. */
const AT_ONCE = 8;

/** The ARN of a key: an alias is resolved, and said where that is not allowed. */
async function keyArn(named: string | null, of: string, ports: Discovery, notebook: Notebook): Promise<string | null> {
  if (named === null || !named.includes(':alias/')) return named;
  return seen(await ports.key(named), `the key behind \`${named}\`, which ${of} names`, notebook);
}

/** What a topic calls its key, as an ARN in the topic's account and Region: an id or an alias alone is taken to be of there. */
function fullKey(topicArn: string, key: string): string {
  if (key.startsWith('arn:')) return key;
  const [, partition, , region, account] = topicArn.split(':');
  return `arn:${partition}:kms:${region}:${account}:${key.startsWith('alias/') ? key : `key/${key}`}`;
}

async function topicKey(
  topicArn: string | null,
  ports: Discovery,
  notebook: Notebook,
): Promise<FoundTrail['topicKeyArn']> {
  if (topicArn === null) return null;
  const reading = await ports.topic(topicArn);
  const facts = seen(reading, `the key of the topic \`${topicArn}\``, notebook);
  if (facts === null) {
    if (reading.state === 'absent')
      notebook.notes.push(`the topic \`${topicArn}\` does not exist, or not for this caller`);
    return 'unknown';
  }
  if (facts.kmsKeyId === null) return null;
  return (await keyArn(fullKey(topicArn, facts.kmsKeyId), `the topic \`${topicArn}\``, ports, notebook)) ?? 'unknown';
}

/** A trail as it was found; its ARN where it is not there, and null where it could not be seen. */
async function found(trailArn: string, ports: Discovery, notebook: Notebook): Promise<FoundTrail | string | null> {
  const arn = parseTrailArn(trailArn);
  if (arn === null) {
    notebook.notes.push(`\`${trailArn}\` is not the ARN of a trail as this Trailmend knows them, and was left out`);
    return null;
  }
  const reading = await ports.trail(trailArn);
  if (reading.state === 'absent') return trailArn;
  const description = seen(reading, `the trail \`${trailArn}\``, notebook);
  if (description === null) return null;
  const [key, topic] = await Promise.all([
    keyArn(description.kmsKeyArn, `the trail \`${arn.name}\``, ports, notebook),
    topicKey(description.topicArn, ports, notebook),
  ]);
  return { arn, description, keyArn: key, topicKeyArn: topic };
}

/** The trails that could be described, in the order of their ARNs, and those that are not there. */
export async function describeTrails(
  trailArns: readonly string[],
  ports: Discovery,
  notebook: Notebook,
): Promise<{ readonly trails: readonly FoundTrail[]; readonly gone: readonly string[] }> {
  const all = await bounded(trailArns, AT_ONCE, (arn) => found(arn, ports, notebook));
  return {
    trails: all.filter((one) => one !== null && typeof one !== 'string'),
    gone: all.filter((one) => typeof one === 'string'),
  };
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inAccount } from '../aws/caller.ts';
import { deleteStack, putStack } from '../aws/cloudformation.ts';
import { organizations } from '../aws/organizations.ts';
import { type Engine, ORGANIZATION } from '../engine/engine.ts';
import type { PlacedResource } from './deployed.ts';
import { type StackInstance, stackInstances } from './stack-instances.ts';

type Place = Pick<StackInstance, 'account' | 'region' | 'stackName'>;

/** Where StackSets remembers what it has placed. */
function memoryOf(engine: Engine): string {
  return join(engine.folder, 'stack-instances.json');
}

function remembered(engine: Engine): readonly Place[] {
  const path = memoryOf(engine);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

function remember(engine: Engine, instances: readonly Place[]): void {
  const places = instances.map(({ account, region, stackName }) => ({ account, region, stackName }));
  writeFileSync(memoryOf(engine), JSON.stringify(places));
}

/** The root of the played organization, which settings and StackSets name. */
export async function rootIdOf(engine: Engine): Promise<string> {
  const { Roots } = await organizations<{ readonly Roots: readonly { readonly Id: string }[] }>(
    engine.root,
    'ListRoots',
  );
  return Roots[0]?.Id ?? '';
}

const isSame = (one: Place) => (other: Place) =>
  one.account === other.account && one.region === other.region && one.stackName === other.stackName;

/**
 * Plays StackSets, which the engine lacks: the stacks of every StackSet are put into their accounts and Regions, one Region
 * after the other, and those that no StackSet has any more are deleted first.
 */
export async function placeStackSets(engine: Engine, played: readonly PlacedResource[]): Promise<void> {
  const stackSets = played.filter(({ type }) => type === 'AWS::CloudFormation::StackSet');
  const before = remembered(engine);
  if (stackSets.length === 0 && before.length === 0) return;
  const world = { organization: ORGANIZATION, rootId: await rootIdOf(engine) };
  const wanted = stackSets.flatMap(({ properties }) => stackInstances(properties, world));
  remember(engine, [...before, ...wanted]);
  for (const { account, region, stackName } of before.filter((place) => !wanted.some(isSame(place))))
    await deleteStack(inAccount(engine.behind, account, region), stackName);
  for (const { account, region, stackName: name, ...stack } of wanted)
    await putStack(inAccount(engine.behind, account, region), { name, ...stack });
  remember(engine, wanted);
}

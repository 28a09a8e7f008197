import { resolve } from 'node:path';
import { checks } from '../../shared/checks/index.ts';
import { discover } from '../../shared/discovery/discover.ts';
import type { Found } from '../../shared/discovery/found.ts';
import { type Merged, merge } from '../../shared/discovery/merge.ts';
import { proposals } from '../../shared/discovery/proposals.ts';
import { parseSettingsText } from '../../shared/settings/parse-settings.ts';
import { describeProblems } from '../../shared/settings/problem.ts';
import { BadInput } from '../bad-input.ts';
import type { Surroundings } from '../documents.ts';
import { formatOf, one, type Values } from '../options.ts';
import { initJson } from '../output/init-json.ts';
import { initText } from '../output/init-text.ts';
import { type Initialized, remarksOf } from '../output/initialized.ts';
import { deployCommand, mailAddresses, type SettingsFile, schemaFrom, settingsFileAt } from '../settings-file.ts';
import { trailArn } from '../trails.ts';
import type { Command } from './command.ts';

const FILE = 'trailmend.json';

/** Asks AWS, with the caller's credentials and reads alone. */
async function lookAround(values: Values, existing: SettingsFile | null, { progress }: Surroundings): Promise<Found> {
  const only = values['trail-arn']?.map((text) => trailArn(text, 'trail-arn').arn);
  const { awsDiscovery, callersRegion } = await import('../../shared/aws/discovery.ts');
  const ports = awsDiscovery();
  const caller = await ports.caller();
  if (caller.state !== 'present') throw new BadInput(caller.state === 'unreadable' ? caller.reason : 'nobody called');
  const trails = existing?.settings.trails ?? [];
  const explained = trails.flatMap(({ sources = [], formerAccounts = [] }) => [
    ...sources.map((source) => trailArn(source.trailArn, 'out').account),
    ...formerAccounts,
  ]);
  const known = trails.map((trail) => trail.trailArn);
  const wanted = { known, explained, region: await callersRegion(), progress };
  return discover(caller.value, only === undefined ? wanted : { ...wanted, only }, ports);
}

/** A file without a trail is none: says why there is nothing to write. */
function refuseEmpty({ trails, unseen, gone, foreign: foreignArns, caller }: Found, { added, leftOut }: Merged): void {
  if (added.some(({ path }) => path[0] === 'trails')) return;
  const [first] = leftOut;
  if (first !== undefined) throw new BadInput(`no trail can be written: ${first.what}: ${first.why}`);
  const [missing] = gone;
  if (missing !== undefined) throw new BadInput(`there is no trail \`${missing}\``);
  const [foreign] = foreignArns;
  if (foreign !== undefined)
    throw new BadInput(
      `no trail can be written: \`${foreign}\` is not the ARN of a trail as this Trailmend knows them`,
    );
  const why = unseen.find(({ what }) => what.includes('trail'))?.why;
  if (trails.length === 0)
    throw new BadInput(why ?? `there is no trail in account ${caller.account} that the caller can see`);
}

/** Whatever the merge did: what the deploy would refuse is not written. */
function refuseInvalid({ text }: Merged): void {
  const parsed = parseSettingsText(text, checks);
  if (parsed.state === 'valid') return;
  throw new Error(
    `a mistake in Trailmend, nothing was written: the settings would not be valid: ${describeProblems(parsed.problems)}`,
  );
}

/** `trailmend init`: what there is to guard, found by reads alone, as a settings file. */
export const init: Command = {
  name: 'init',
  summary: 'find what there is to guard, and write the settings file',
  options: ['out', 'trail-arn', 'alert-email', 'control-tower', 'yes', 'format'],
  run: async (values, surroundings) => {
    const format = formatOf(values);
    const file = one(values, 'out') ?? FILE;
    const alertEmails = mailAddresses(values['alert-email'] ?? []);
    const isPrinted = file === '-';
    const existing = isPrinted ? null : settingsFileAt(file, surroundings);
    const found = await lookAround(values, existing, surroundings);
    const wishes = {
      ...{ schema: schemaFrom(file, surroundings), alertEmails },
      ...{ controlTower: values['control-tower'] === true, fillIn: values.yes === true },
    };
    const merged = merge(existing?.text ?? null, found, wishes, checks);
    if (existing === null) refuseEmpty(found, merged);
    refuseInvalid(merged);
    const isUnchanged = merged.text === existing?.text;
    if (!isPrinted && !isUnchanged)
      surroundings.replaceFile(resolve(surroundings.directory, file), existing?.text ?? null, merged.text);
    const result = isPrinted ? 'printed' : isUnchanged ? 'unchanged' : existing === null ? 'written' : 'extended';
    const stores = proposals(found, existing?.settings ?? null);
    const deploy = deployCommand(file, surroundings);
    const initialized: Initialized = { file, deploy, result, found, merged, proposals: stores };
    for (const { what, why } of found.unseen) surroundings.say(`${what} could not be seen: ${why}`);
    if (format === 'json') return { output: initJson(initialized), exitCode: 0 };
    if (!isPrinted) return { output: initText(initialized), exitCode: 0 };
    for (const remark of remarksOf(initialized)) surroundings.say(remark);
    return { output: merged.text, exitCode: 0 };
  },
};

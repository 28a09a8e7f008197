import type { Found, FoundTrail } from '../../shared/discovery/found.ts';
import { plainText } from '../../shared/plain-text.ts';
import { accountOf } from '../../shared/trail/arn.ts';
import { type Initialized, missingRights, remarksOf } from './initialized.ts';
import { paint } from './paint.ts';

/** What lies in an account: a word for it, and a line. */
type Thing = { readonly account: string; readonly kind: string; readonly text: string };

const UNKNOWN = 'account unknown';

function trailText({ arn, description }: FoundTrail): string {
  const traits = [
    description.isOrganizationTrail ? 'organization trail' : 'trail',
    description.multiRegion ? 'every Region' : 'one Region',
    ...(description.logFileValidation ? ['digests'] : []),
  ];
  const prefix = description.prefix === '' ? '' : `/${description.prefix}`;
  return `${arn.name} in ${arn.region} (${traits.join(', ')}) → ${description.bucket}${prefix}`;
}

function things({ trails, buckets, stores }: Found): readonly Thing[] {
  const arns = trails.flatMap(({ keyArn, description: { topicArn }, topicKeyArn }) => [
    ...(keyArn === null ? [] : [{ kind: 'key', arn: keyArn }]),
    ...(topicArn === null ? [] : [{ kind: 'topic', arn: topicArn }]),
    ...(topicKeyArn === null || topicKeyArn === 'unknown' ? [] : [{ kind: 'key', arn: topicKeyArn }]),
  ]);
  const each = arns.filter(({ arn }, at) => arns.findIndex((other) => other.arn === arn) === at);
  return [
    ...trails.map((trail) => ({ account: trail.arn.account, kind: 'trail', text: trailText(trail) })),
    ...buckets.map(({ name, region, owner, isThere }) => {
      const where = isThere ? ` in ${region ?? 'a Region that could not be told'}` : ', which does not exist';
      return { account: owner?.account ?? UNKNOWN, kind: 'bucket', text: `${name}${where}` };
    }),
    ...each.map(({ kind, arn }) => ({ account: accountOf(arn), kind, text: arn })),
    ...stores.map(({ arn, name }) => ({ account: accountOf(arn), kind: 'lake', text: `${name}, ${arn}` })),
  ];
}

/** What an account is, as far as it is known. */
function traits(account: string, { caller, organization }: Found): string {
  const named = organization?.names.get(account);
  const all = [
    ...(named === undefined ? [] : [named]),
    ...(account === organization?.managementAccount ? ['management account'] : []),
    ...(organization?.administrators.includes(account) === true ? ['delegated administrator of CloudTrail'] : []),
    ...(account === caller.account ? ['yours'] : []),
  ];
  return all.length === 0 ? '' : `  ${all.join(', ')}`;
}

function foundLines(found: Found): readonly string[] {
  const all = things(found);
  const accounts = [...new Set(all.map(({ account }) => account))];
  const organization = found.organization === null ? [] : [`organization ${found.organization.id}`];
  const zone = found.landingZone;
  const tower = zone === null ? [] : [`Control Tower: landing zone ${zone.zone.version} in ${zone.region}`];
  return [
    ...[...organization, ...tower].map((line) => plainText(line)),
    ...accounts.flatMap((account) => [
      `${paint('bold', account)}${paint('dim', plainText(traits(account, found)))}`,
      ...all
        .filter((thing) => thing.account === account)
        .map(({ kind, text }) => `  ${kind.padEnd(7)} ${plainText(text)}`),
    ]),
  ];
}

const RESULTS: Readonly<Record<Initialized['result'], string>> = {
  written: 'written; it only tells (`alertOnly`), until you set that to false',
  extended: 'extended; everything that stood there stands there still',
  unchanged: 'unchanged: there is nothing to add',
  printed: 'printed',
};

function nextCommand({ file, deploy, result, merged }: Initialized): string {
  if (merged.omissions.length > 0)
    return `trailmend init, with the same arguments and --yes, fills in what the file leaves out; then ${deploy}`;
  return result === 'unchanged' ? deploy : `look at ${file}, then ${deploy}`;
}

/** What `init` prints: what was found, by account; what became of the file; what is missing, and the next command. */
export function initText(initialized: Initialized): string {
  const { file, result, found, merged } = initialized;
  const rights = missingRights(found);
  const lines = [
    ...foundLines(found),
    '',
    `${paint('green', '✔')} ${paint('bold', plainText(file))} ${RESULTS[result]}`,
    ...merged.added.map(({ what }) => paint('green', `  + ${plainText(what)}`)),
    ...remarksOf(initialized).map((remark) => `${paint('yellow', '?')} ${plainText(remark)}`),
    ...(rights.length === 0 ? [] : ['', 'rights to ask for, to see the rest:']),
    ...rights.map(({ action, resource }) => `  ${paint('bold', action)} on ${plainText(resource)}`),
    ...['', paint('dim', `next: ${plainText(nextCommand(initialized))}`)],
  ];
  return `${lines.join('\n')}\n`;
}

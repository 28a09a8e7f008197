import type { Destination } from './destination.ts';

/** The stack in every account: a name that people can delete by. */
const STACK = 'TrailmendDestination';

/** The file that holds an account's template. */
export function templateFile(account: string): string {
  return `${account}.template.json`;
}

/** Whether a file has the name of an account's template. */
export function isTemplateFile(name: string): boolean {
  return /^\d{12}\.template\.json$/.test(name);
}

/** How the templates are deployed, as plain text. */
export function templatesReadme(destinations: readonly Destination[]): string {
  return `${[...HEAD, ...destinations.flatMap(deployed), ...FOOT].join('\n')}\n`;
}

const HEAD = [
  'Trailmend: a template for each account',
  '',
  'Deploy the hub first (npm run deploy). Then run the commands of each account with the rights of that account, in any',
  'order; a template is the same for all Regions of its account. Run them again whenever a template has changed.',
];

const FOOT = [
  '',
  'Where an account or Region is not named here any more, delete what it had:',
  '',
  `  aws cloudformation delete-stack --stack-name ${STACK} --region REGION`,
];

function deployed({ account, regions, role }: Destination): readonly string[] {
  const what = role === null ? 'rules alone; the hub gets in by roles of your own' : `the role in ${role.region}`;
  return ['', `Account ${account} (${what})`, '', ...regions.map((region) => command(account, region))];
}

function command(account: string, region: string): string {
  return (
    `  aws cloudformation deploy --stack-name ${STACK} --template-file ${templateFile(account)} ` +
    `--capabilities CAPABILITY_NAMED_IAM --region ${region}`
  );
}

import { EXECUTION_ROLE, isControlTowersBucket } from '../../trail/control-tower.ts';

/** One call that a repair would make, and as which role; null where the role is not known. */
export type WantedCall = { readonly action: string; readonly resource: string; readonly roleArn: string | null };

/** What binds accounts from above: a service or a resource control policy. */
export type ControlPolicy = 'SCP' | 'RCP';

const OPT_IN =
  'let Trailmend do so: set `organization.controlTower.assumeExecutionRole` to true in its settings, and deploy it';

const RESET =
  'reset the landing zone (aws controltower reset-landing-zone, on its latest version only): it is not documented to rewrite a ' +
  'policy that somebody edited';

/**
 * What people can do about a control policy that denies a call, the best first. Control Tower's own policies cannot be edited, but
 * they spare one role, and the elective ones take others (Control Tower controls reference, "Mandatory controls").
 */
export function waysOut({ action, resource, roleArn }: WantedCall, policy: ControlPolicy): readonly string[] {
  const isTowers = policy === 'SCP' && isControlTowersBucket(resource.slice(resource.lastIndexOf(':') + 1));
  if (roleArn?.endsWith(`/${EXECUTION_ROLE}`)) {
    const other = `look which other policy denies \`${EXECUTION_ROLE}\`, which Control Tower's policies spare, and exempt it there`;
    return isTowers ? [other, RESET] : [other];
  }
  const role = roleArn === null ? 'the role of the repair' : `\`${roleArn}\``;
  const exempt =
    `exempt ${role}: add it to \`ArnNotLike\` \`aws:PrincipalArn\` of the ${policy}, or to \`ExemptedPrincipalArns\` of an elective ` +
    'control of Control Tower, such as AWS-GR_AUDIT_BUCKET_POLICY_CHANGES_PROHIBITED';
  if (!isTowers)
    return [exempt, 'make the change as a principal that it exempts', 'detach it while the change is made'];
  const byHand =
    `make the change by hand, from the management account, as the role \`${EXECUTION_ROLE}\` of the account, which Control Tower's ` +
    `policies spare: ${action} on ${resource}`;
  return [exempt, byHand, OPT_IN, RESET];
}

const COUNTS = ['no', 'one', 'two', 'three', 'four'] as const;

/** Ways out as one sentence, so that nobody takes them for steps. */
export function inOneSentence(ways: readonly string[]): string {
  const count = `${COUNTS[ways.length] ?? ways.length} way${ways.length === 1 ? '' : 's'} out`;
  return `${count}: ${ways.slice(0, -1).join('; ')}${ways.length > 1 ? '; or ' : ''}${ways.at(-1) ?? ''}`;
}

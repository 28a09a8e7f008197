import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { type Credentials, type CredentialsOf, type CredentialsProvider, requestHandler } from './clients.ts';

/** A role that could not be assumed, so that nothing could be called with it; the cause is what STS said. */
export class AssumeRoleError extends Error {
  override readonly name = 'AssumeRoleError';
  readonly roleArn: string;

  constructor(roleArn: string, cause: unknown) {
    const said = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
    super(`the role \`${roleArn}\` could not be assumed${said}`, { cause });
    this.roleArn = roleArn;
  }
}

/** Credentials are fetched anew so long before they end, in milliseconds: a call that begins with them has to come through. */
const MARGIN = 5 * 60_000;

/** A chained session lasts at most an hour (IAM user guide, "Role chaining"); every session is asked for that long. */
const HOUR = 3_600;

/** Keeps what a provider gave until shortly before it ends; whoever asks meanwhile waits for the same answer. */
function kept(provide: CredentialsProvider): CredentialsProvider {
  let held: Promise<Credentials> | null = null;
  let until = 0;
  return async () => {
    if (held === null || Date.now() > until) {
      until = Number.POSITIVE_INFINITY;
      held = provide();
      held.then(
        ({ expiration }) => {
          until = (expiration?.getTime() ?? Number.POSITIVE_INFINITY) - MARGIN;
        },
        () => {
          held = null;
        },
      );
    }
    return held;
  };
}

/** Where STS is, and what is asked of it; tests set an endpoint. */
export type Sts = {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: CredentialsProvider;
};

/** What a session is asked with. */
export type Session = {
  /** Shown by CloudTrail in every event of the session. */
  readonly name: string;
  /** A session policy, as JSON text: what the session may do at most (IAM user guide, "Session policies"). */
  readonly policy?: string;
  /** How long the last session lasts, in seconds; an hour if absent. */
  readonly seconds?: number;
};

/** Credentials of one role, assumed with those that are given, or with the process's own. */
function assumedRole(
  RoleArn: string,
  { name, policy, seconds = HOUR }: Session,
  sts: Sts,
  before: CredentialsProvider | undefined,
): CredentialsProvider {
  const { region, endpoint } = sts;
  const provide = fromTemporaryCredentials({
    ...(before === undefined ? {} : { masterCredentials: before }),
    params: {
      ...{ RoleArn, RoleSessionName: name, DurationSeconds: seconds },
      ...(policy === undefined ? {} : { Policy: policy }),
    },
    clientConfig: { region, requestHandler, ...(endpoint === undefined ? {} : { endpoint }) },
  });
  const asked = async (): Promise<Credentials> => {
    try {
      return await provide();
    } catch (error) {
      throw error instanceof AssumeRoleError ? error : new AssumeRoleError(RoleArn, error);
    }
  };
  return kept(asked);
}

/**
 * Credentials of the last of several roles, which are assumed one after the other, the first with the process's own. The session's
 * name is that of each; its policy and its length are of the last alone. Where a role cannot be assumed, an AssumeRoleError names it.
 */
export function assumed(chain: readonly string[], session: Session, sts: Sts): CredentialsProvider | undefined {
  let provider = sts.credentials;
  for (const [at, roleArn] of chain.entries()) {
    const isLast = at === chain.length - 1;
    provider = assumedRole(roleArn, isLast ? session : { name: session.name }, sts, provider);
  }
  return provider;
}

/** Credentials by account, as the chains of roles lead there; each account's roles are assumed once, when they are first needed. */
export function credentialsOf(chainTo: (account: string) => readonly string[], sts: Sts): CredentialsOf {
  const providers = new Map<string, CredentialsProvider>();
  return (account) => {
    const chain = chainTo(account);
    if (chain.length === 0) return undefined;
    const provider = providers.get(account) ?? assumed(chain, { name: 'trailmend' }, sts);
    if (provider !== undefined) providers.set(account, provider);
    return provider;
  };
}

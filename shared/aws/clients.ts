import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { accountOf, regionOf } from '../trail/arn.ts';

/** At most so many connections at the same time: a function may have 1,024 files open (Lambda developer guide, "Lambda quotas"). */
const CONNECTIONS = { keepAlive: true, maxSockets: 50, maxTotalSockets: 500 };

/**
 * Limits of one call in milliseconds; the SDK only warns at a timeout unless it is told to throw. All clients share the
 * connections: there is a client for each account and Region, and connections of its own would stay open for each.
 */
export const requestHandler = {
  ...{ connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  ...{ httpAgent: new HttpAgent(CONNECTIONS), httpsAgent: new HttpsAgent(CONNECTIONS) },
};

/** For services that are asked often and take little: the SDK slows down with what it is answered. */
export const PATIENTLY = { retryMode: 'adaptive', maxAttempts: 5 } as const;

/** Credentials as the SDK takes them; without an end they last as long as the process. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
};

/** Gives credentials, and gives new ones before they end. */
export type CredentialsProvider = () => Promise<Credentials>;

/** Credentials to call as an account; undefined for those that the process was started with. */
export type CredentialsOf = (account: string) => CredentialsProvider | undefined;

/** What every client is made with. */
export type ClientOptions = {
  readonly region?: string;
  readonly credentials?: CredentialsProvider;
  readonly requestHandler: typeof requestHandler;
};

/** A client that calls as an account, in a Region. */
export type ClientAt<T> = (account: string, region: string) => T;

/** One client per account and Region, made when it is first needed; an empty Region is the one that the process runs in. */
export function clientsAt<T>(credentialsOf: CredentialsOf, create: (options: ClientOptions) => T): ClientAt<T> {
  const clients = new Map<string, T>();
  return (account, region) => {
    const place = `${account} ${region}`;
    const credentials = credentialsOf(account);
    const client =
      clients.get(place) ??
      create({
        ...(region === '' ? {} : { region }),
        ...(credentials === undefined ? {} : { credentials }),
        requestHandler,
      });
    clients.set(place, client);
    return client;
  };
}

/** The client of the account and Region that an ARN names. */
export function byArn<T>(clientAt: ClientAt<T>): (arn: string) => T {
  return (arn) => clientAt(accountOf(arn), regionOf(arn));
}

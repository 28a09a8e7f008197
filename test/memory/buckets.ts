import type { JsonObject } from '../../shared/policy/json.ts';
import { type Buckets, TerminalError } from '../../shared/reconcile/ports.ts';
import type { AclGrant, BucketFacts, ExpiryRule, Payer, Reading } from '../../shared/reconcile/reading.ts';
import type { Journal } from './journal.ts';
import { PolicyDocument } from './policy-document.ts';

/** One bucket in memory, which answers as S3 does. */
export class MemoryBucket extends PolicyDocument {
  owner: string;
  exists = true;
  /** True if nobody may ask whose bucket it is. */
  blind = false;
  region = 'us-east-1';
  bucketKey: boolean | null = false;
  payer: Payer = 'BucketOwner';
  expiry: readonly ExpiryRule[] = [];
  /** Folders, by their whole names with a slash at the end: `AWSLogs/111122223333/`. */
  folders: readonly string[] = [];
  grants: readonly AclGrant[] = [];
  /** BlockPublicPolicy, which S3 switches on for new buckets. */
  blocksPublicPolicy = true;
  /** Thrown by the next calls that set the payer, one after the other. */
  payerFailures: Error[] = [];
  /** The account that each call expected to own the bucket. */
  readonly expectedOwners: string[] = [];

  constructor(policy: JsonObject | string | null, owner: string) {
    super(policy);
    this.owner = owner;
  }

  facts(owner: string): Reading<BucketFacts> {
    this.expectedOwners.push(owner);
    if (this.blind) return { state: 'unreadable', reason: 'AWS denied `s3:ListBucket`' };
    if (!this.exists) return { state: 'absent' };
    const { region, bucketKey } = this;
    const facts = { ownerIsExpected: owner === this.owner, region };
    const unread = { state: 'unreadable', reason: 'AWS denied `s3:GetEncryptionConfiguration`' } as const;
    const asRead = bucketKey === null ? unread : ({ state: 'present', value: bucketKey } as const);
    return { state: 'present', value: { ...facts, bucketKey: asRead } };
  }

  policy(owner: string): Reading<string> {
    this.expectedOwners.push(owner);
    return this.read(this.#refusal(owner));
  }

  putPolicy(owner: string, policy: string): void {
    this.expectedOwners.push(owner);
    this.put(policy, owner === this.owner ? null : new TerminalError('AWS denied `s3:PutBucketPolicy`'));
  }

  /** What only the owner may ask. */
  setting<T>(owner: string, value: T, action: string): Reading<T> {
    this.expectedOwners.push(owner);
    if (!this.exists) return { state: 'absent' };
    if (owner === this.owner) return { state: 'present', value };
    return { state: 'unreadable', reason: `AWS denied \`${action}\`` };
  }

  foldersUnder(owner: string, root: string): Reading<readonly string[]> {
    this.expectedOwners.push(owner);
    if (!this.exists) return { state: 'absent' };
    if (owner !== this.owner) return { state: 'unreadable', reason: 'AWS denied `s3:ListBucket`' };
    const under = this.folders.filter((name) => name.startsWith(root)).map((name) => name.slice(root.length));
    return { state: 'present', value: [...new Set(under.map((name) => name.split('/')[0] ?? ''))] };
  }

  payAsOwner(owner: string): void {
    this.expectedOwners.push(owner);
    const failure = this.payerFailures.shift();
    if (failure !== undefined) throw failure;
    if (owner !== this.owner) throw new TerminalError('AWS denied `s3:PutBucketRequestPayment`');
    this.payer = 'BucketOwner';
  }

  #refusal(owner: string): Reading<string> | null {
    if (!this.exists) return { state: 'unreadable', reason: '`s3:GetBucketPolicy` failed with NoSuchBucket' };
    return owner === this.owner ? null : { state: 'unreadable', reason: 'AWS denied `s3:GetBucketPolicy`' };
  }
}

/** S3 in memory: buckets by their names. */
export class MemoryBuckets implements Buckets {
  /** What reading the lifecycle waits for. */
  lifecycleWaits: Promise<void> = Promise.resolve();
  /** Accounts that keep public policies out of all their buckets. */
  readonly blockingAccounts: string[] = [];
  readonly #buckets = new Map<string, MemoryBucket>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  add(name: string, bucket: MemoryBucket): void {
    this.#buckets.set(name, bucket);
  }

  at(name: string): MemoryBucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new Error(`no bucket ${name} in this test`);
    return bucket;
  }

  facts = (name: string, owner: string): Promise<Reading<BucketFacts>> =>
    this.#journal.call('facts', () => this.at(name).facts(owner));

  policy = (name: string, owner: string): Promise<Reading<string>> =>
    this.#journal.call('policy', () => this.at(name).policy(owner));

  putPolicy = (name: string, owner: string, policy: string): Promise<void> =>
    this.#journal.call('putPolicy', () => this.at(name).putPolicy(owner, policy));

  payer = (name: string, owner: string): Promise<Reading<Payer>> =>
    this.#journal.call('payer', () => this.at(name).setting(owner, this.at(name).payer, 's3:GetBucketRequestPayment'));

  expiry = (name: string, owner: string): Promise<Reading<readonly ExpiryRule[]>> =>
    this.#journal.call('expiry', async () => {
      await this.lifecycleWaits;
      return this.at(name).setting(owner, this.at(name).expiry, 's3:GetLifecycleConfiguration');
    });

  folders = (name: string, owner: string, root: string): Promise<Reading<readonly string[]>> =>
    this.#journal.call('folders', () => this.at(name).foldersUnder(owner, root));
  grants = (name: string, owner: string): Promise<Reading<readonly AclGrant[]>> =>
    this.#journal.call('grants', () => this.at(name).setting(owner, this.at(name).grants, 's3:GetBucketAcl'));

  blocksPublicPolicy = (name: string, owner: string): Promise<Reading<boolean>> =>
    this.#journal.call('blocksPublicPolicy', () =>
      this.at(name).setting(owner, this.at(name).blocksPublicPolicy, 's3:GetBucketPublicAccessBlock'),
    );

  accountBlocksPublicPolicy = (account: string): Promise<Reading<boolean>> =>
    this.#journal.call('accountBlocksPublicPolicy', () => ({
      state: 'present',
      value: this.blockingAccounts.includes(account),
    }));

  payAsOwner = (name: string, owner: string): Promise<void> =>
    this.#journal.call('payAsOwner', () => this.at(name).payAsOwner(owner));
}

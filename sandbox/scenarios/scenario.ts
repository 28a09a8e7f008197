/** A statement with names in braces that the run fills in: `{bucket}`, `{account}`, `{trailArn}`, … */
export type StatementTemplate = { readonly [name: string]: unknown };

/** What kind of trail delivers into the bucket. */
export type TrailKind = 'single' | 'prefixed' | 'organization';

/** Who makes the call: a person with an access key, or a deployment pipeline under a role. */
export type ActorName = 'dana' | 'pipeline';

/** The API call that breaks delivery, with its parameters. */
export type Break =
  | { readonly call: 'PutBucketPolicy'; readonly statements: readonly StatementTemplate[] }
  | { readonly call: 'DeleteBucketPolicy' }
  /** Whoever asks for an object has to pay. */
  | { readonly call: 'PutBucketRequestPayment' }
  /** Everything expires after a week. */
  | { readonly call: 'PutBucketLifecycle' }
  | { readonly call: 'StopLogging' }
  | { readonly call: 'PutKeyPolicy'; readonly statements: readonly StatementTemplate[] }
  | { readonly call: 'DisableKey' }
  | { readonly call: 'ScheduleKeyDeletion' }
  | { readonly call: 'SetTopicAttributes'; readonly statements: readonly StatementTemplate[] }
  | { readonly call: 'DeleteTopic' }
  /** The trail is pointed to another bucket, which lets it in. */
  | { readonly call: 'UpdateTrail' };

/** What has to come of it. */
export type Expectation = {
  /** `restored`: delivery works again; `explained`: nothing is written, and people are told where that helps. */
  readonly word: 'restored' | 'explained';
  /** The checks that find it broken; none where there is nothing to tell. */
  readonly checks: readonly string[];
  /** Whether the policies let CloudTrail deliver in the end. */
  readonly delivers: boolean;
  /** What GetTrailStatus says of delivery or notification while it is explained; `AccessDenied` if absent, null for nothing. */
  readonly error?: string | null;
  /** How many calls of the function change something, where it is restored; one if absent. */
  readonly writes?: number;
  /** The place of a statement whose Effect has to be flipped back; every other one has to stay as it is. */
  readonly flippedBack?: number;
};

/** One thing that goes wrong, as data. */
export type Scenario = {
  /** In kebab-case; bucket and trail have their names from it. */
  readonly id: string;
  readonly title: string;
  readonly given: {
    readonly trail: TrailKind;
    readonly statements: readonly StatementTemplate[];
    /** The key policy, where log files are encrypted with a key; a key of its own is made for the scenario. */
    readonly key?: readonly StatementTemplate[];
    /** The topic policy, where a topic is told of log files; a topic of its own is made for the scenario. */
    readonly topic?: readonly StatementTemplate[];
    /** Whether digests are written too. */
    readonly logFileValidation?: boolean;
    /** Whether a second trail, which nobody guards, delivers into the same bucket under the prefix `second`. */
    readonly secondTrail?: boolean;
    /** Whether the results of queries on an event data store are saved in the same bucket, under the prefix `lake`. */
    readonly eventDataStore?: boolean;
    /** The modes that the settings give the checks of this trail. */
    readonly modes?: Readonly<Record<string, string>>;
  };
  readonly actor: ActorName;
  readonly break: Break;
  readonly expect: Expectation;
};

/** What a person asks for besides what AWS says. */
export type Wishes = {
  /** Where the schema lies, for a file that is new. */
  readonly schema: string;
  readonly alertEmails: readonly string[];
  /** Whether policies of Control Tower's buckets are to be written as AWSControlTowerExecution. */
  readonly controlTower: boolean;
  /** Whether fields that entries leave out are filled in. */
  readonly fillIn: boolean;
};

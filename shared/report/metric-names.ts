/** The namespace of all metrics that Trailmend itself writes. */
export const NAMESPACE = 'Trailmend';

/** The one dimension of all metrics; whatever has many values is a field of the log line, and no dimension. */
export const DIMENSIONS = { service: 'trailmend' } as const;

/**
 * Every metric, with its unit (CloudWatch API reference, MetricDatum). Those of a state, OpenIncidents and UnknownVerdicts, are written
 * by scheduled looks alone: what one call made somebody look at says nothing of the rest.
 */
export const UNITS = {
  /** From the call that broke it to the last write that mended it, where the call is known. */
  TimeToRestore: 'Seconds',
  /** From when nothing was left to be done to the log file that proves it, by AWS's clock. */
  TimeToProof: 'Seconds',
  /** Incidents that are not over, those that wait for a log file among them. */
  OpenIncidents: 'Count',
  /** Verdicts of checks, of other modes than advice, that could not be told. */
  UnknownVerdicts: 'Count',
  /** Scheduled looks at everything, or the handing out of one. */
  Sweeps: 'Count',
  /** Groups of trails that were looked at. */
  Groups: 'Count',
  /** Documents and switches that were put right. */
  Repairs: 'Count',
  /** Those that were tried in vain. */
  RepairsFailed: 'Count',
  /** Records that could not be kept; what they hold stands in the log. */
  RecordsNotKept: 'Count',
  /** Alerts that could not be sent, and are tried again by the next run. */
  AlertsOwed: 'Count',
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof UNITS;

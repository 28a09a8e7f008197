import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The line that the function writes of what happened to an incident. */
const OF_INCIDENTS = "message = 'incident'";

const NEWEST_FIRST = '@timestamp desc';

/** A saved query of CloudWatch Logs Insights: the fields that it shows of the lines that it looks for, the newest first. */
export type LogQuery = { readonly name: string; readonly fields: readonly string[]; readonly filter: string };

/** The latest incidents: what happened, and the record that tells all of it. */
const INCIDENTS: LogQuery = {
  name: 'Incidents',
  fields: ['happening', 'severity', 'buckets', 'checks', 'principal', 'incident', 'record'],
  filter: OF_INCIDENTS,
};

/** The queries that are saved with the stack; `example` is the ARN of a trail. */
function logQueries(example: string): readonly LogQuery[] {
  return [
    INCIDENTS,
    {
      name: 'What was written',
      fields: ['written', 'outcome', 'secondsToRestore', 'incident', 'record'],
      filter: `${OF_INCIDENTS} and ispresent(written)`,
    },
    {
      name: 'Who broke it',
      fields: ['principal', 'eventName', 'sourceAddress', 'userAgent', 'eventId', 'buckets'],
      filter: `${OF_INCIDENTS} and ispresent(principal)`,
    },
    {
      name: 'Failures',
      fields: ['level', 'message', 'outcome', '@message'],
      filter: "level = 'ERROR' or message = 'not remembered'",
    },
    {
      name: 'History of a trail (put its ARN in)',
      fields: ['happening', 'outcome', 'written', 'principal', 'record'],
      filter: `${OF_INCIDENTS} and trailArns like '${example}'`,
    },
  ];
}

/** The commands of the query that a dashboard shows (CloudWatch Logs user guide, "Query syntax"). */
export function latestIncidents(limit: number): string[] {
  const { fields, filter } = INCIDENTS;
  return [`fields @timestamp, ${fields.join(', ')}`, `filter ${filter}`, `sort ${NEWEST_FIRST}`, `limit ${limit}`];
}

/** What is logged, and a trail to begin with. */
export type LogQueriesProps = { readonly logGroup: ILogGroup; readonly example: string };

/** The queries, in a folder of CloudWatch Logs Insights; what they ask for stands in the lines that the function writes. */
export class LogQueries extends Construct {
  constructor(scope: Construct, id: string, { logGroup, example }: LogQueriesProps) {
    super(scope, id);
    for (const [at, { name, fields, filter }] of logQueries(example).entries())
      new QueryDefinition(this, `Query${at + 1}`, {
        queryDefinitionName: `Trailmend/${name}`,
        logGroups: [logGroup],
        queryString: new QueryString({
          ...{ fields: ['@timestamp', ...fields], sort: NEWEST_FIRST, limit: 1000 },
          filterStatements: [filter],
        }),
      });
  }
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linesLogged } from '../lambdas/logged.ts';
import { TRAIL, templateFor } from './stack.ts';

const template = templateFor();
const QUERIES = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(({ Properties }) => Properties);

/** The query of the dashboard's table too. */
function allQueries(): readonly string[] {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const body: string = JSON.stringify(dashboard);
  assert.match(body, /The latest incidents/);
  return QUERIES.map(({ QueryString }) => QueryString);
}

/** The fields that a query names: those that it shows, and those that it filters by. */
function fieldsIn(query: string): readonly string[] {
  const shown = /^fields (.*)$/m.exec(query)?.[1]?.split(', ') ?? [];
  const filter = /^\| filter (.*)$/m.exec(query)?.[1]?.replaceAll(/'[^']*'/g, '') ?? '';
  const filtered = filter.match(/@?\b[A-Za-z][A-Za-z.]*\b/g) ?? [];
  return [...shown, ...filtered.filter((word) => !['and', 'or', 'like', 'ispresent'].includes(word))];
}

describe('the saved queries', () => {
  it('are of incidents, of what was written, of who did it, of failures and of one trail', () => {
    assert.deepEqual(
      QUERIES.map(({ Name }) => Name),
      [
        'Trailmend/Incidents',
        'Trailmend/What was written',
        'Trailmend/Who broke it',
        'Trailmend/Failures',
        'Trailmend/History of a trail (put its ARN in)',
      ],
    );
  });

  it('name no field that the function does not log', async () => {
    const logged = new Set((await linesLogged()).flatMap((line) => Object.keys(line)));
    for (const query of allQueries()) {
      const fields = fieldsIn(query);
      assert.ok(fields.length > 4, query);
      // CloudWatch Logs user guide, "Supported logs and discovered fields": what begins with @ is its own.
      for (const field of fields.filter((one) => !one.startsWith('@')))
        assert.ok(logged.has(field), `${field}: ${query}`);
    }
  });

  it('find something on a day on which everything goes wrong once', async () => {
    const lines = await linesLogged();
    const incidents = lines.filter(({ message }) => message === 'incident');
    for (const field of ['written', 'principal', 'record', 'secondsToRestore'])
      assert.ok(
        incidents.some((line) => line[field] !== undefined),
        field,
      );
    assert.ok(incidents.every(({ trailArns }) => `${trailArns}`.startsWith('arn:aws:cloudtrail:')));
    assert.ok(lines.some(({ level }) => level === 'ERROR'));
    assert.ok(lines.some(({ message }) => message === 'not remembered'));
  });

  it('read the log group of the function, and begin with a trail of the settings', () => {
    for (const { LogGroupNames } of QUERIES) assert.match(JSON.stringify(LogGroupNames), /^\[\{"Ref":"RemediateLog/);
    assert.ok(QUERIES.at(-1)?.QueryString.includes(`trailArns like '${TRAIL}'`));
  });
});

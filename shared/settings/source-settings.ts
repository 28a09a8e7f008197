import { parseTrailArn } from '../trail/arn.ts';
import { given, inside, isObject, readText, refuseUnknownFields, requireField, shown } from './fields.ts';
import { ACCOUNT, ORGANIZATION, PREFIX, readTrailArn } from './forms.ts';
import type { Report } from './problem.ts';
import type { FurtherTrailSettings, TrailSettings } from './settings.ts';

const FIELDS = ['trailArn', 'prefix', 'organizationId', 'sourceOrganizationId'];

function readSource(value: unknown, place: string, report: Report): FurtherTrailSettings | null {
  if (!isObject(value)) {
    report(place, `must be an object with \`trailArn\`, and is \`${shown(value)}\``);
    return null;
  }
  refuseUnknownFields(value, FIELDS, place, report);
  requireField(value, 'trailArn', place, report);
  const trailArn = readTrailArn(value, place, report);
  const optional = {
    prefix: readText(value, 'prefix', PREFIX, place, report),
    organizationId: readText(value, 'organizationId', ORGANIZATION, place, report),
    sourceOrganizationId: readText(value, 'sourceOrganizationId', ORGANIZATION, place, report),
  };
  return trailArn === undefined ? null : { trailArn, ...given(optional) };
}

/** Reads the `sources` of a trail, or reports what is wrong with them. */
export function readSources(value: unknown, place: string, report: Report): readonly FurtherTrailSettings[] {
  if (!Array.isArray(value)) {
    report(place, `must be a list of trails, and is \`${shown(value)}\``);
    return [];
  }
  const read = value.map((entry: unknown, at) => readSource(entry, `${place}[${at}]`, report));
  return read.filter((source) => source !== null);
}

/** Reads the `formerAccounts` of a trail, or reports what is wrong with them. */
export function readAccounts(value: unknown, place: string, report: Report): readonly string[] {
  if (!Array.isArray(value)) {
    report(place, `must be a list of account ids, and is \`${shown(value)}\``);
    return [];
  }
  return value.flatMap((entry: unknown, at): string[] => {
    if (typeof entry === 'string' && ACCOUNT.pattern.test(entry)) return [entry];
    report(`${place}[${at}]`, `must be ${ACCOUNT.is}, and is \`${shown(entry)}\``);
    return [];
  });
}

/** Reports sources that are guarded trails, are named twice, or lie in a partition from which nothing gets into the bucket. */
export function refuseContradictorySources(trails: readonly (TrailSettings | null)[], report: Report): void {
  for (const [at, trail] of trails.entries()) {
    const sources = trail?.sources ?? [];
    for (const [index, { trailArn }] of sources.entries()) {
      const place = inside(`trails[${at}].sources[${index}]`, 'trailArn');
      const guarded = trails.findIndex((other) => other?.trailArn === trailArn);
      const first = sources.findIndex((other) => other.trailArn === trailArn);
      const partition = parseTrailArn(trail?.trailArn ?? '')?.partition;
      if (guarded !== -1) report(place, `names the same trail as \`trails[${guarded}]\`, which is guarded anyway`);
      else if (first !== index) report(place, `names the same trail as \`trails[${at}].sources[${first}]\``);
      else if (parseTrailArn(trailArn)?.partition !== partition)
        report(place, `lies in another partition than \`trails[${at}]\`, from which no trail delivers into its bucket`);
    }
  }
}

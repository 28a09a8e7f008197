import type { TrailArn } from './arn.ts';

/** The object that holds what is remembered of a trail: `memory/ACCOUNT/REGION/NAME.json`. */
export function memoryKey({ account, region, name }: Pick<TrailArn, 'account' | 'region' | 'name'>): string {
  return `memory/${account}/${region}/${name}.json`;
}

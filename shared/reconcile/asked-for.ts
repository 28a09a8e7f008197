import type { Check, Mode } from '../checks/check.ts';
import { type Settings, sourceArn, sourcesIn } from '../settings/settings.ts';
import type { ModeOf } from './judge.ts';
import type { Reading } from './reading.ts';

/** The mode of a check under these settings, of which a trail's own come first; alert-only turns every repair into an alert. */
export function modeUnder(settings: Settings, arn: string): ModeOf {
  const own = sourcesIn(settings).find((one) => sourceArn(one) === arn)?.modes;
  return (check, found) => {
    const mode: Mode = own?.[check.id] ?? settings.modes[check.id] ?? found;
    return mode === 'restore' && settings.alertOnly ? 'alert' : mode;
  };
}

/** Reads what a check declares this right for; where all that do are off, nobody is asked, and no right was granted. */
export type AskedFor = <T>(action: string, read: () => Promise<Reading<T>>) => Promise<Reading<T>>;

const OFF = { state: 'not-asked', reason: 'the checks that it is read for are off' } as const;

/** What is read around a trail: what the checks declare that are not off for it. */
export function askedFor(arn: string, checks: readonly Check[], settings: Settings): AskedFor {
  const modeOf = modeUnder(settings, arn);
  const on = checks.filter((check) => check.subject !== 'event-data-store' && modeOf(check, check.mode) !== 'off');
  const rights = on.flatMap(({ permissions }) => permissions).filter(({ access }) => access === 'read');
  const actions = new Set(rights.map(({ action }) => action));
  return async (action, read) => (actions.has(action) ? read() : OFF);
}

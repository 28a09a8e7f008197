import { errorCodeOf } from '../aws/caller.ts';
import type { WireAnswer } from '../aws/exchange.ts';
import type { Call } from './call.ts';
import { withBody } from './headers.ts';

/** CloudTrail Lake, of which the engine knows nothing: there is no event data store. Where the engine refuses the caller, that stands. */
export function lakeAnswer({ service, operation }: Call, answer: WireAnswer): WireAnswer {
  if (service !== 'cloudtrail' || operation !== 'ListEventDataStores') return answer;
  const isUnknown = errorCodeOf(answer.status, answer.body.toString('utf8')) === 'InvalidParameterException';
  return isUnknown ? withBody({ ...answer, status: 200 }, JSON.stringify({ EventDataStores: [] })) : answer;
}

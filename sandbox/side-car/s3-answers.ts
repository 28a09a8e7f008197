import type { WireAnswer } from '../aws/exchange.ts';
import { requestPayer } from '../aws/s3.ts';
import { asBucketOwner } from './bucket-owner.ts';
import type { Call } from './call.ts';
import { withBody } from './headers.ts';
import type { World } from './world.ts';

/** An answer of the engine's S3 where it does not tell what it was asked: who pays, which it knows under another name. */
export async function s3Answer({ engine, organization }: World, call: Call, answer: WireAnswer): Promise<WireAnswer> {
  const { service, method, bucket, key, query } = call;
  if (service !== 's3' || method !== 'GET' || bucket === null || key !== null) return answer;
  if (answer.status !== 200 || !query.has('requestPayment')) return answer;
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  const payer = await requestPayer(await asBucketOwner(engine, organization, bucket), bucket);
  const text = `<RequestPaymentConfiguration xmlns="${xmlns}"><Payer>${payer}</Payer></RequestPaymentConfiguration>`;
  return withBody(answer, text);
}

import { randomUUID } from 'node:crypto';
import type { WireAnswer } from '../aws/exchange.ts';
import { escapeXml } from '../aws/xml.ts';

/** An error of AWS: its name, and what it says. */
export type Refusal = { readonly status: number; readonly code: string; readonly message: string };

function answer(status: number, type: string, text: string): WireAnswer {
  const body = Buffer.from(text);
  return { status, headers: ['content-type', type, 'content-length', String(body.length)], body };
}

/** An error as S3 says it. */
export function refuseS3({ status, code, message }: Refusal): WireAnswer {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>${randomUUID()}</RequestId><HostId>side-car</HostId></Error>`;
  return answer(status, 'application/xml', text);
}

/** An error as SNS says it. */
export function refuseQuery({ status, code, message }: Refusal): WireAnswer {
  const text = `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return answer(status, 'text/xml', text);
}

/** An error as KMS and CloudTrail say it. */
export function refuseJson({ status, code, message }: Refusal): WireAnswer {
  return answer(status, 'application/x-amz-json-1.1', JSON.stringify({ __type: code, message }));
}

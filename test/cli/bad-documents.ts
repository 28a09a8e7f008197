import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';

/** A document that cannot be used, and what has to be said about it. */
export type BadDocument = readonly [name: string, content: string | Buffer, says: RegExp];

const DEEP = 100_000;
const text = JSON.stringify(documentedPolicy(SINGLE));

/** A policy of one statement, with these elements changed; `undefined` leaves one out. */
function statementWith(parts: Readonly<Record<string, unknown>>): string {
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*', ...parts };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const nested = (open: string, close: string): string => `${open.repeat(DEEP)}1${close.repeat(DEEP)}`;
const object = nested('{"a":', '}');

/** Documents that are no JSON, or none that can be trusted. */
export const unreadableDocuments: readonly BadDocument[] = [
  ['empty', '', /not JSON/],
  ['white space', ' \n\t\n', /not JSON/],
  ['cut off', text.slice(0, -1), /not JSON/],
  ['no JSON at all', 'Version: 2012-10-17\nStatement: []\n', /not JSON/],
  ['two documents', `${text}\n${text}`, /not JSON/],
  ['with a comment', `// the policy\n${text}`, /not JSON/],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le'), /not written in UTF-8/],
  ['UTF-16, without a mark', Buffer.from(text, 'utf16le'), /not JSON/],
  ['two byte order marks', `\uFEFF\uFEFF${text}`, /not JSON/],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80, 0x00, 0x1f, 0x8b]), /not written in UTF-8/],
  ['a null byte at the end', `${text}\0`, /not JSON/],
  ['a null byte in a text', text.replace('AWSCloudTrail', 'AWS\0'), /not JSON/],
  ['an escape of a terminal in a text', text.replace('AWSCloudTrail', '\u001b[31m'), /not JSON/],
  ['an escape of a terminal before all', `\u001b[31m\u009b2J\u202e${text}`, /not JSON/],
  ['5 MB', JSON.stringify({ ...documentedPolicy(SINGLE), Id: 'x'.repeat(5_000_000) }), /over 1 MiB/],
  ['5 MB of no JSON', 'x'.repeat(5_000_000), /over 1 MiB/],
  ['a name twice', '{"Version":"2012-10-17","Statement":[],"Statement":[]}', /`Statement` .*twice/],
  ['a name twice, once escaped', '{"Statement":[],"Stat\\u0065ment":[]}', /`Statement` .*twice/],
  [
    'a name twice, far inside',
    '{"Statement":[{"Effect":"Deny"},{"Condition":{"StringEquals":{"aws:x":"1","aws:x":"2"}}}]}',
    /`Statement\[1\]\.Condition\.StringEquals\.aws:x` .*twice/,
  ],
  ['lists in lists', nested('[', ']'), /must be a JSON object/],
  ['objects in objects', object, /has an element `a` that IAM does not know/],
];

/** JSON that is no policy: the place and the reason are named. */
export const wrongStructures: readonly BadDocument[] = [
  ['a list', '[]', /policy: must be a JSON object/],
  ['a number', '7', /policy: must be a JSON object/],
  ['a text', '"policy"', /policy: must be a JSON object/],
  ['null', 'null', /policy: must be a JSON object/],
  ['no Statement', '{"Version":"2012-10-17"}', /policy: has no Statement/],
  ['an unknown element', '{"Statement":[],"statement":[]}', /policy: has an element `statement`/],
  ['an element with the name of a prototype', '{"Statement":[],"__proto__":{}}', /policy: has an element `__proto__`/],
  ['an unknown Version', '{"Version":"2020-01-01","Statement":[]}', /Version: must be `2012-10-17` or `2008-10-17`/],
  ['an Id that is no text', '{"Id":7,"Statement":[]}', /Id: must be text, and is a number/],
  ['a Statement that is a text', '{"Statement":"s"}', /Statement: must be an object, and is a string/],
  ['a statement that is null', '{"Statement":[null]}', /Statement\[0\]: must be an object, and is null/],
  ['a Sid that is no text', statementWith({ Sid: 7 }), /Statement\[0\]\.Sid: must be text, and is a number/],
  ['an unknown element of a statement', statementWith({ Actions: 'x' }), /Statement\[0\]: has an element `Actions`/],
  [
    'an Effect in small letters',
    statementWith({ Effect: 'allow' }),
    /Statement\[0\]\.Effect: must be `Allow` or `Deny`/,
  ],
  ['no Effect', statementWith({ Effect: undefined }), /Statement\[0\]\.Effect: must be/],
  ['no Principal', statementWith({ Principal: undefined }), /Statement\[0\]: has no Principal/],
  [
    'a Principal that is a text',
    statementWith({ Principal: 'x' }),
    /Statement\[0\]\.Principal: must be "\*" or an object/,
  ],
  [
    'a Principal of an unknown kind',
    statementWith({ Principal: { aws: '*' } }),
    /Principal: has no kind of principal `aws`/,
  ],
  ['a Principal of nobody', statementWith({ Principal: {} }), /Principal: names nobody/],
  ['Action and NotAction', statementWith({ NotAction: 'x' }), /Statement\[0\]: has both Action and NotAction/],
  ['an empty list of actions', statementWith({ Action: [] }), /Statement\[0\]\.Action: the list is empty/],
  ['an action that is no text', statementWith({ Action: ['s3:*', 7] }), /Action\[1\]: must be text, and is a number/],
  ['no Resource', statementWith({ Resource: undefined }), /Statement\[0\]: has no Resource/],
  ['a Condition that is a list', statementWith({ Condition: [] }), /Condition: must be an object, and is a list/],
  ['an operator with a text', statementWith({ Condition: { Bool: 'x' } }), /Condition\.Bool: must be an object/],
  ['a value that is null', statementWith({ Condition: { Bool: { 'aws:x': [null] } } }), /Bool\.aws:x\[0\]: .* is null/],
  ['get-bucket-policy with no policy in it', '{"Policy":"{"}', /, Policy`: not JSON/],
  [
    'get-bucket-policy with a name twice',
    '{"Policy":"{\\"Statement\\":[],\\"Statement\\":[]}"}',
    /, Policy`: `Statement` /,
  ],
  ['get-bucket-policy with a number', '{"Policy":7}', /policy: must be a JSON object/],
  [
    'lists in lists as a Statement',
    `{"Statement":${nested('[', ']')}}`,
    /Statement\[0\]: must be an object, and is a list/,
  ],
  [
    'objects in objects as a value',
    statementWith({ Condition: { Bool: 0 } }).replace(':0', `:${object}`),
    /Condition\.Bool\.a: must be/,
  ],
  [
    'objects in objects as a Principal',
    statementWith({ Principal: 0 }).replace(':0', `:${object}`),
    /no kind of principal `a`/,
  ],
  ['objects in objects for a wrapped policy', `{"Policy":${object}}`, /has an element `a`/],
];

import type { LanguagePart } from '../policy/language.ts';
import type { Trail } from './trail.ts';

/** The kinds of files that CloudTrail writes, by the folder under the account. */
export type FileKind = 'CloudTrail' | 'CloudTrail-Digest' | 'CloudTrail-Insight';

/** The object keys of one kind of file: as a language, as examples, and how to make a found key consistent. */
export type KeyFamily = {
  readonly language: readonly LanguagePart[];
  readonly samples: readonly string[];
  readonly refine: (key: string) => readonly string[];
};

const DIGITS = '0123456789';
const ALPHANUMERIC = `${DIGITS}abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const DIRECTIONS = ['central', 'north', 'south', 'east', 'west', 'northeast', 'northwest', 'southeast', 'southwest'];
const GEOGRAPHIES: Readonly<Record<Trail['partition'], readonly string[]>> = {
  aws: ['us', 'eu', 'ap', 'ca', 'sa', 'af', 'me', 'il', 'mx'],
  'aws-us-gov': ['us-gov'],
  'aws-cn': ['cn'],
};
const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
const DAYS = Array.from({ length: 31 }, (_, day) => String(day + 1).padStart(2, '0'));
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const digits = (times: number): LanguagePart => ({ classOf: DIGITS, times });
const text = (value: string): LanguagePart => ({ text: value });
const choice = (values: readonly string[]): LanguagePart => ({ choice: values });

/** The folders of a day: `YYYY/MM/DD`. */
export const DATE_FOLDERS: readonly LanguagePart[] = [
  ...[text('20'), digits(2), text('/'), choice(MONTHS), text('/'), choice(DAYS)],
];

/** Regions by their shape, so that one which opens tomorrow is covered today; the home Region comes first. */
function regionParts(trail: Trail): readonly LanguagePart[] {
  if (!trail.multiRegion) return [text(trail.region)];
  return [
    choice(GEOGRAPHIES[trail.partition]),
    text('-'),
    choice(DIRECTIONS),
    text('-'),
    { classOf: '123456789', times: 1 },
  ];
}

/** Everything that the name of one file is made of; the same value stands in the path and in the file's name. */
type Place = {
  readonly account: string;
  readonly region: string;
  readonly year: string;
  readonly month: string;
  readonly day: string;
  /** What follows the date in the file's name: `T0005Z_…`. */
  readonly rest: string;
};

const fileName = (trail: Trail, kind: FileKind, at: Place): string => {
  const date = `${at.year}${at.month}${at.day}${at.rest}.json.gz`;
  return kind === 'CloudTrail-Digest'
    ? `${at.account}_${kind}_${at.region}_${trail.name}_${trail.region}_${date}`
    : `${at.account}_${kind}_${at.region}_${date}`;
};

const keyAt = (root: string, trail: Trail, kind: FileKind, at: Place): string =>
  `${root}${at.account}/${kind}/${at.region}/${at.year}/${at.month}/${at.day}/${fileName(trail, kind, at)}`;

const REST: Readonly<Record<FileKind, string>> = {
  CloudTrail: 'T0005Z_0123456789abcdef',
  'CloudTrail-Digest': 'T000500Z',
  'CloudTrail-Insight': 'T0005Z_0123456789abcdef',
};

function sampleAccounts(trail: Trail, root: string): readonly string[] {
  return root.endsWith(`/${trail.organizationId}/`) ? ['210987654321', trail.account] : [trail.account];
}

/**
 * The keys of one kind of file under `root` (`[prefix/]AWSLogs/` or `[prefix/]AWSLogs/o-ID/`), as CloudTrail writes them
 * (CloudTrail user guide, "Finding your CloudTrail log files"; digest files: "CloudTrail digest file structure").
 * `account` is null where any account of the organization may stand.
 */
export function keyFamily(trail: Trail, kind: FileKind, root: string, account: string | null): KeyFamily {
  const accountParts = [account === null ? digits(12) : text(account)];
  const region = regionParts(trail);
  const rest: readonly LanguagePart[] =
    kind === 'CloudTrail-Digest'
      ? [text('T'), choice(HOURS), digits(4), text('Z')]
      : [text('T'), choice(HOURS), digits(2), text('Z_'), { classOf: ALPHANUMERIC, times: 16 }];
  const named = kind === 'CloudTrail-Digest' ? [text(`_${trail.name}_${trail.region}_`)] : [text('_')];
  const language: readonly LanguagePart[] = [
    ...[text(root), ...accountParts, text(`/${kind}/`), ...region, text('/'), ...DATE_FOLDERS, text('/')],
    ...[...accountParts, text(`_${kind}_`), ...region, ...named],
    ...[text('20'), digits(2), choice(MONTHS), choice(DAYS), ...rest, text('.json.gz')],
  ];
  const date = { year: '2026', month: '11', day: '21' };
  const samples = sampleAccounts(trail, account === null ? root : '').map((owner) =>
    keyAt(root, trail, kind, { account: owner, region: trail.region, ...date, rest: REST[kind] }),
  );
  return { language, samples, refine: (key) => refine(key, root, trail, kind) };
}

/** A key whose path and file name disagree is made consistent both ways: by its path, and by its file name. */
function refine(key: string, root: string, trail: Trail, kind: FileKind): readonly string[] {
  const [account = '', , region = '', year = '', month = '', day = '', file = ''] = key.slice(root.length).split('/');
  const [, fileAccount = '', fileRegion = '', fileYear = '', fileMonth = '', fileDay = '', rest = ''] =
    /^([0-9]{12})_CloudTrail[A-Za-z-]*_([a-z0-9-]+)_(?:.*_)?(\d{4})(\d{2})(\d{2})(T.*)\.json\.gz$/.exec(file) ?? [];
  const places: readonly Place[] = [
    { account, region, year, month, day, rest },
    { account: fileAccount, region: fileRegion, year: fileYear, month: fileMonth, day: fileDay, rest },
    { account, region, year: fileYear, month: fileMonth, day: fileDay, rest },
    { account: fileAccount, region: fileRegion, year, month, day, rest },
  ];
  return places.map((place) => keyAt(root, trail, kind, place));
}

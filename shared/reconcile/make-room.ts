import { nameOf } from '../policy/doubts.ts';
import type { JsonObject } from '../policy/json.ts';
import { type Room, roomIn } from '../policy/room.ts';
import { byAccountAndName, byAnyAccount } from '../trail/any-account.ts';
import type { NotRepairable } from './left-to-people.ts';

/** Of more statements than these only the places are said. */
const NAMED = 8;

const sumOf = (rooms: readonly Room[]): number => rooms.reduce((sum, { bytes }) => sum + bytes, 0);

/** The largest ones that together save so much; all of them if they do not. */
function enough(rooms: readonly Room[], excess: number): readonly Room[] {
  const count = rooms.findIndex((_, at) => sumOf(rooms.slice(0, at + 1)) >= excess);
  return count < 0 ? rooms : rooms.slice(0, count + 1);
}

/** What is folded: as it stands if that saves enough, else with the account in a variable; whatever saves most if nothing does. */
function bestRoom(before: JsonObject, excess: number): readonly Room[] {
  const isVariable = before.Version === '2012-10-17';
  const rewritings = [(one: JsonObject) => one, ...(isVariable ? [byAnyAccount, byAccountAndName] : [])];
  const ways = rewritings.map((rewrite) => roomIn(before, rewrite));
  const most = ways.reduce((best, rooms) => (sumOf(rooms) > sumOf(best) ? rooms : best), []);
  return enough(ways.find((rooms) => sumOf(rooms) >= excess) ?? most, excess);
}

function says({ of, bytes }: Room): string {
  const names = of.length > NAMED ? [`statements ${of.map(({ index }) => index).join(', ')}`] : of.map(nameOf);
  return `${names.join(' and ')} can be folded into one, which saves ${bytes} bytes`;
}

/** What a person can do about a document that is so many bytes too large to be repaired: what to fold together. */
export function adviseRoom(
  before: JsonObject | null,
  excess: number,
): Pick<NotRepairable, 'suggestion'> & { readonly message: string } {
  const rooms = before === null ? [] : bestRoom(before, excess);
  const [first, ...more] = rooms;
  const short = excess - sumOf(rooms);
  if (first === undefined) {
    const suggestion =
      'none of the statements can be folded into one without a change of what they say: remove some that nobody needs, or let ' +
      'some trails deliver elsewhere';
    return { message: `${excess} bytes have to go`, suggestion };
  }
  const rest = short > 0 ? [`${short} bytes more have to go`] : [];
  return {
    message: [...rooms.map(says), ...rest].join('; '),
    suggestion: more.length === 0 ? first.statement : { Statement: rooms.map(({ statement }) => statement) },
  };
}

import { plainText } from '../../shared/plain-text.ts';
import { columnsOf } from './columns.ts';

/** Where progress goes: stderr. */
type Sink = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
};

/** Tells a person who waits what is being done. */
export type Progress = {
  /** What is being done now; shown from the first second of waiting on. */
  readonly doing: (text: string) => void;
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** The work is over: nothing of what was shown by `doing` is left. */
  readonly end: () => void;
};

const SECOND = 1_000;

/** To the start of the line, and away with what stands there (ECMA-48, EL). */
const CLEAR = '\r\u001b[2K';

/** As much of the text as one line takes: a longer one would scroll instead of being rewritten. */
function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let short = [...text].slice(0, columns);
  while (columnsOf(`${short.join('')}…`) > columns) short = short.slice(0, -1);
  return `${short.join('')}…`;
}

/**
 * One line that is rewritten in place while work takes longer than a second, and is gone when it ends. Where nobody looks on (no terminal), or
 * where lines cannot be rewritten (`TERM=dumb`), there is none.
 */
export function progressOn(sink: Sink, terminal: string | undefined): Progress {
  const isShown = sink.isTTY === true && terminal !== 'dumb';
  let doing = '';
  let began = 0;
  let isDrawn = false;
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    if (isDrawn) sink.write(CLEAR);
    isDrawn = false;
  };
  const draw = (): void => {
    const time = ` ${Math.round((Date.now() - began) / SECOND)} s`;
    const text = cut(`◎ ${plainText(doing)}`, (sink.columns ?? 80) - 1 - time.length);
    sink.write(`${CLEAR}${text}${time}`);
    isDrawn = true;
  };
  return {
    doing: (text) => {
      doing = text;
      if (!isShown) return;
      if (isDrawn) draw();
      if (timer !== undefined) return;
      began = Date.now();
      timer = setInterval(draw, SECOND);
      // Whatever is waited for keeps the process alive, and not who tells of it.
      timer.unref();
    },
    say: (line) => {
      const wasDrawn = isDrawn;
      clear();
      sink.write(`► ${plainText(line)}\n`);
      if (wasDrawn) draw();
    },
    end: () => {
      clearInterval(timer);
      timer = undefined;
      clear();
    },
  };
}

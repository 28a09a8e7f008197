import { checks } from '../../shared/checks/index.ts';
import { aroundOnce } from '../../shared/reconcile/around-once.ts';
import { inTurn } from '../../shared/reconcile/in-turn.ts';
import type { Outcome } from '../../shared/reconcile/outcome.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { remember, type Telling } from '../../shared/reconcile/remember.ts';
import { destinationOf, sweep } from '../../shared/reconcile/sweep.ts';
import { targetsOf } from '../../shared/reconcile/targets.ts';
import { keptOf } from '../../shared/records/record-of.ts';
import { alertForNews } from '../../shared/report/news.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { type Far, portsOver } from './far-ports.ts';
import { farWorld } from './far-world.ts';
import type { Organization } from './organization.ts';
import { Timeline } from './timeline.ts';
import { type Counted, type Model, Wire } from './wire.ts';

/** What a sweep came to. */
export type Measured = Counted & {
  /** Virtual time, and how much of it the processor was at work, in milliseconds. */
  readonly duration: number;
  readonly busy: number;
  readonly outcomes: readonly Outcome['word'][];
  /** When the last group of each destination was done, in milliseconds since the sweep began. */
  readonly doneAt: ReadonlyMap<string, number>;
};

/** How many calls a sweep made, of all services. */
export function callsIn({ calls }: Pick<Counted, 'calls'>): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** The function over an organization in memory that lies behind a wire in virtual time. */
export class Simulation {
  readonly timeline = new Timeline();
  readonly world: Far;
  readonly #organization: Organization;
  readonly #wire: Wire;

  constructor(organization: Organization, model: Model) {
    this.#organization = organization;
    this.#wire = new Wire(this.timeline, model, organization.regions[0] ?? '');
    this.world = farWorld(organization);
    this.#perLook = model.perLook;
  }

  readonly #perLook: number;

  /** One sweep, as the function makes it on the schedule, over everything or over these groups. */
  async sweep(groups = targetsOf(this.#organization.settings, null)): Promise<Measured> {
    const { timeline } = this;
    const [begun, busy] = [timeline.now, timeline.busy];
    const { settings } = this.#organization;
    const ports = aroundOnce(inTurn(portsOver(this.world, this.#wire, timeline)));
    const doneAt = new Map<string, number>();
    const look = async (group: readonly SourceSettings[]): Promise<Outcome['word']> => {
      const outcome = await reconcile(group, { settings, checks, ports, cause: null, writes: [] });
      await timeline.compute(this.#perLook * group.length);
      const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();
      const telling: Telling = {
        timeText,
        record: (news) => keptOf(news, [], timeText),
        alert: (news, record) => alertForNews(news, record, timeText),
      };
      await remember(outcome, telling, ports);
      doneAt.set(destinationOf(group), timeline.now - begun);
      return outcome.word;
    };
    const settled = await timeline.play(sweep(groups, look));
    const outcomes = settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    const counted = this.#wire.take();
    return { ...counted, duration: timeline.now - begun, busy: timeline.busy - busy, outcomes, doneAt };
  }
}

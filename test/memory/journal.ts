/** Every call of every port in its order, as `start NAME` and `end NAME`, so that a test sees what ran side by side. */
export class Journal {
  readonly lines: string[] = [];

  /** Runs one call. It ends in a later turn of the event loop, so that calls made together are seen together. */
  async call<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    this.lines.push(`start ${name}`);
    await new Promise((resolve) => setImmediate(resolve));
    try {
      return await work();
    } finally {
      this.lines.push(`end ${name}`);
    }
  }

  /** How often a call was made. */
  count(name: string): number {
    return this.lines.filter((line) => line === `start ${name}`).length;
  }

  /** The calls in rounds: those that were made together stand together. */
  rounds(): string[][] {
    const rounds: string[][] = [];
    let open = 0;
    for (const line of this.lines) {
      const [what, name = ''] = line.split(' ');
      if (what === 'end') open -= 1;
      else {
        if (open === 0) rounds.push([]);
        rounds.at(-1)?.push(name);
        open += 1;
      }
    }
    return rounds.map((round) => round.toSorted());
  }
}

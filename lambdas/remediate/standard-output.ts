/**
 * Writes a line as it is. The runtime wraps what `console` writes into JSON of its own, and CloudWatch finds no metrics in there;
 * what goes to standard output it leaves alone (CloudWatch user guide, "Using the embedded metric format with Lambda").
 */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Does something over and over with a pause in between, until the returned function is called; it waits for the end. */
export function startRounds(
  round: () => Promise<void>,
  pauseMs: number,
  report: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let wake = () => {};
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopped) {
      await round().catch((error: unknown) => {
        if (!stopped) report(error);
      });
      if (!stopped) await rest();
    }
  };
  const running = run();
  return () => {
    stopped = true;
    wake();
    return running;
  };
}

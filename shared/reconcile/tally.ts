import type { Ports } from './ports.ts';

/** What went wrong beside a run, which fails for neither of them. */
export type Tally = {
  /** Records that could not be kept. */
  recordsNotKept: number;
  /** Alerts that could not be sent, so that people are still owed them. */
  alertsOwed: number;
};

/** Ports that count what could not be kept or sent. */
export function tallying(ports: Ports, tally: Tally): Ports {
  const { records, notifier } = ports;
  return {
    ...ports,
    records: {
      add: async (record) => {
        try {
          await records.add(record);
        } catch (error) {
          tally.recordsNotKept += 1;
          throw error;
        }
      },
    },
    notifier: {
      send: async (alert) => {
        try {
          await notifier.send(alert);
        } catch (error) {
          tally.alertsOwed += 1;
          throw error;
        }
      },
    },
  };
}

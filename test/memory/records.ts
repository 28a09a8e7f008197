import type { Records } from '../../shared/reconcile/ports.ts';
import type { AuditRecord } from '../../shared/records/record.ts';

/** Records in memory, in the order in which they were added. */
export class MemoryRecords implements Records {
  readonly all: AuditRecord[] = [];
  /** Thrown by the next additions, one after the other. */
  failures: Error[] = [];
  add = async ({ text }: { readonly id: string; readonly text: string }): Promise<void> => {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    this.all.push(JSON.parse(text));
  };
}

import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import type { Order, Report, WorkerData } from '../../scripts/fuzz/message.ts';
import { runBatch } from './batch.ts';
import { Cases } from './cases.ts';
import { run } from './run.ts';

const { seed, at }: WorkerData = workerData;
const cases = new Cases(seed);
const port = parentPort;
assert.ok(port !== null, 'this runs in a worker thread');

function answer(order: Order): Report {
  if (order.kind === 'show') return { kind: 'shown', input: cases.at(order.number) };
  const begin = (number: number): void => void Atomics.store(at, 0, number);
  return { kind: 'done', ...runBatch(order.from, order.to, (number) => cases.at(number), run, begin) };
}

port.on('message', (order: Order) => port.postMessage(answer(order)));

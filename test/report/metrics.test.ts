import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { metricLines } from '../../shared/report/metrics.ts';
import { metricsIn } from '../lambdas/emitted.ts';

const AT = 1_795_262_400_000;

describe('metrics with many values', () => {
  it('go into as many lines as they need, each value once', () => {
    const times = Array.from({ length: 250 }, (_, at) => at);
    const found = metricLines({ Sweeps: [1], TimeToRestore: times }, AT).map(metricsIn);
    assert.deepEqual(
      found.map((line) => line.map(({ name, values }) => [name, values.length])),
      [
        [
          ['Sweeps', 1],
          ['TimeToRestore', 100],
        ],
        [['TimeToRestore', 100]],
        [['TimeToRestore', 50]],
      ],
    );
    const all = found.flat().flatMap(({ name, values }) => (name === 'TimeToRestore' ? values : []));
    assert.deepEqual(all, times);
  });

  it('that have none write no line', () => {
    assert.deepEqual(metricLines({ Sweeps: [], Groups: [] }, AT), []);
  });
});

import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { DIMENSIONS, type MetricName, NAMESPACE } from '../shared/report/metric-names.ts';

/** How a metric is summed up and shown. */
export type Shown = { readonly statistic: string; readonly period: Duration; readonly label?: string };

/** A metric that the function writes. */
export function ownMetric(metricName: MetricName, shown: Shown): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: DIMENSIONS, ...shown });
}

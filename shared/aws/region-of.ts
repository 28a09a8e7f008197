/** The Region that an ARN names; empty if it names none. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

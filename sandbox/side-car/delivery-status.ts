/** What GetTrailStatus says of deliveries, which the engine does not know; times in milliseconds. */
export type DeliveryStatus = {
  latestDeliveryTime: number | null;
  latestDeliveryError: string | null;
  latestDigestDeliveryTime: number | null;
  latestDigestDeliveryError: string | null;
  latestNotificationTime: number | null;
  latestNotificationError: string | null;
};

/** The status of a trail to which nothing has happened yet. */
export function newStatus(): DeliveryStatus {
  return {
    latestDeliveryTime: null,
    latestDeliveryError: null,
    latestDigestDeliveryTime: null,
    latestDigestDeliveryError: null,
    latestNotificationTime: null,
    latestNotificationError: null,
  };
}

/** Puts the deliveries into the engine's answer to GetTrailStatus. */
export function mergeStatus(answer: string, status: DeliveryStatus): string {
  const said: Record<string, unknown> = JSON.parse(answer);
  const seconds = (time: number | null) => (time === null ? undefined : time / 1000);
  return JSON.stringify({
    ...said,
    LatestDeliveryTime: seconds(status.latestDeliveryTime),
    LatestDeliveryError: status.latestDeliveryError ?? undefined,
    LatestDigestDeliveryTime: seconds(status.latestDigestDeliveryTime),
    LatestDigestDeliveryError: status.latestDigestDeliveryError ?? undefined,
    LatestNotificationTime: seconds(status.latestNotificationTime),
    LatestNotificationError: status.latestNotificationError ?? undefined,
  });
}

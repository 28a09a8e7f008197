import type { Model } from './wire.ts';

/**
 * What the function's processor and the wire take. One call of the SDK took 0.7 ms of a whole processor of the machine that this
 * was written on, and 1.4 ms with a client that had to be made first; a look at a trail, repaired and judged twice, 8 ms. Both are
 * taken half as much again and more, for Lambda's processors are slower, and TLS comes on top. Latencies are a guess on the high
 * side: those of a service that answers in 50 ms over the wire between continents.
 */
export const MODEL: Model = { latency: { near: 80, far: 200 }, perCall: 2.5, perLook: 12 };

/**
 * What is told of an origin: its state and why, its counters, what was learnt, what changed. What is still being counted is
 * kept under the pool's lock; what leaves it (a snapshot, a change, advice) never changes.
 */
package dev.prewarm.pool.status;

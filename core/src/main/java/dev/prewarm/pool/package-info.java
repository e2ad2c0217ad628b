/**
 * The decisions: when to open, how many, which one, how long. Pure: time comes in as an argument, actions come out as
 * values; no I/O, no clock, no threads. Not thread-safe: whoever owns a {@link dev.prewarm.pool.Pool} holds one lock
 * around each call, and never across I/O. Times are nanoseconds on a monotonic clock with an arbitrary zero, unless a name
 * says otherwise.
 */
package dev.prewarm.pool;

/**
 * How many connections, how long, and when the next: demand, what connecting takes, the idle limit, pauses after openings
 * that came to nothing. Arithmetic that knows nothing of the pool.
 */
package dev.prewarm.pool.sizing;

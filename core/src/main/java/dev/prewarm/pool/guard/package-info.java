/**
 * What protects the upstream: whether it serves others worse because connections of ours are parked there. We let go of them
 * while a request waits, and see whether its answer comes; what that says of an origin is kept. Told of numbers and requests,
 * it never sees a connection.
 */
package dev.prewarm.pool.guard;

/**
 * Sockets and TLS: one keeper thread carries out what {@link dev.prewarm.pool} decides, opens connections, watches those
 * that are parked and closes them in good order. What is handed to a client is never touched again.
 */
package dev.prewarm.wire;

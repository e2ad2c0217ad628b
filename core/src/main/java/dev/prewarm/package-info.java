/**
 * What the clients' seams call: whoever wants a connection asks {@link dev.prewarm.Prewarm}, and tells it what became of it.
 * Whatever goes wrong here, the connection is the client's own. And all of it in one JVM, from its start to its end.
 */
package dev.prewarm;

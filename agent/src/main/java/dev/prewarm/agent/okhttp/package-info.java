/**
 * OkHttp 3.14 to 5: what is woven into it, and where the woven code leads. Its connections are blocking sockets: where it
 * asks a SocketFactory for one it gets a {@link dev.prewarm.wire.WarmSocket}, which decides when it is told to connect;
 * over https the SSLSocket that was hand-shaken ahead comes in the place of the client's own.
 */
package dev.prewarm.agent.okhttp;

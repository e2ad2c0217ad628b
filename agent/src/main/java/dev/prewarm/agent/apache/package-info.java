/**
 * Apache HttpClient 5: what is woven into it, and where the woven code leads. {@code ApacheClassic} is the client that
 * blocks, {@code ApacheAsync} the one whose connections a reactor opens; what bears neither is of both.
 */
package dev.prewarm.agent.apache;

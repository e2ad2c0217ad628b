/**
 * Apache HttpClient 5, classic and async: what is woven into it, and where the woven code leads. {@code Shared} stands for
 * what both have in common, {@code Async} for connections that a reactor opens without blocking.
 */
package dev.prewarm.agent.apache;

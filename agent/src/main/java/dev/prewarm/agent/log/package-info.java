/**
 * Lines on standard error, by no framework of the application's and past {@code System.err}. Whoever logs waits for nothing.
 */
package dev.prewarm.agent.log;

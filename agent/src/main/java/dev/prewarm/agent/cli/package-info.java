/**
 * The command line of the jar. It runs in a JVM of its own and asks nothing of the one it tells about: it reads what the agent
 * has published there.
 */
package dev.prewarm.agent.cli;

/** Prewarm from outside: ordinary programs, with and without the agent, on each JDK. */
package dev.prewarm.it;

/**
 * The demo: one workload against an upstream that always closes, without and with the agent, compared. It travels as a jar
 * within the jar, since HTTP clients can't be seen from the boot class path.
 */
package dev.prewarm.demo;

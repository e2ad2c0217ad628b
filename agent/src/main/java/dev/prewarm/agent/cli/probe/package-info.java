/**
 * {@code probe URL}: what one origin does, seen from outside by a few connections of the probe's own, and whether warming
 * it is worth while. What is asked ({@link dev.prewarm.agent.cli.probe.Probe} and what it uses) and what follows of the
 * answers ({@link dev.prewarm.agent.cli.probe.ProbeVerdict}, without I/O) are apart: between them are
 * {@link dev.prewarm.agent.cli.probe.ProbeFacts}.
 */
package dev.prewarm.agent.cli.probe;

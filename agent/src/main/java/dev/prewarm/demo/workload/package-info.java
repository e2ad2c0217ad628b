/**
 * What runs in the child JVMs: the same requests at the same times by each client, knowing nothing of Prewarm.
 */
package dev.prewarm.demo.workload;

/** Rules that no class may break by accident: who uses whom, what the pool must not touch, how classes are named. */
package dev.prewarm.rules;

/** Prewarm: connections opened ahead of need. */
package dev.prewarm;

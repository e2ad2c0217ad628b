/** What the user wants: read from four sources, checked, corrected with a warning, never fatal. */
package dev.prewarm.config;

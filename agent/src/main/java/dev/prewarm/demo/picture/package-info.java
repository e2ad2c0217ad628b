/**
 * The comparison as a table and as bars, for a terminal and as SVG.
 */
package dev.prewarm.demo.picture;

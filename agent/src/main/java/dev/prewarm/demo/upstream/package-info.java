/**
 * The upstream of the demo: https, closes after each answer, and is as far away as it is told to be.
 */
package dev.prewarm.demo.upstream;

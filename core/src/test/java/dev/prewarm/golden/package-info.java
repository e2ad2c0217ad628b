/** What must not change by accident: for the tests of each module. */
package dev.prewarm.golden;

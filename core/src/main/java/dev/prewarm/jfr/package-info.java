/**
 * What JDK Flight Recorder is told. Alone here JFR is known, an optional module: nothing of it is touched before somebody records.
 */
package dev.prewarm.jfr;

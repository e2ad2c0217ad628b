/**
 * What users see: MBeans, and a file for {@code status PID}. Both are made from one list of fields.
 */
package dev.prewarm.report;

/** What users see: MBeans, and a file for {@code status PID}. */
package dev.prewarm.report;

/** What users see: MBeans. */
package dev.prewarm.report;

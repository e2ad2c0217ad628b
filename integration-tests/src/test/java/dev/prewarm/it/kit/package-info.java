/** What integration tests are built from: child JVMs, fake and real servers, certificates, waiting. */
package dev.prewarm.it.kit;

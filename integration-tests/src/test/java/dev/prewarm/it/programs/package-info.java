/** Ordinary programs that child JVMs run: java.net.http.HttpClient and the JDK alone, no Prewarm class, no JUnit. */
package dev.prewarm.it.programs;

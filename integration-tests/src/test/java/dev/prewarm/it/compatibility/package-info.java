/** Which versions of the clients are proven to work, as a table made from test runs, and what is newer than those. */
package dev.prewarm.it.compatibility;

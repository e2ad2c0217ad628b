/** One class per HTTP client, by which the scenarios of the contract use it. */
package dev.prewarm.it.drivers;

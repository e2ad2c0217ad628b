/**
 * The first promise as one suite: scenarios written once, played by each client without and with the agent, and compared. A
 * new client is a {@link dev.prewarm.it.contract.Driver} and a subclass of {@link dev.prewarm.it.contract.Contract}.
 */
package dev.prewarm.it.contract;

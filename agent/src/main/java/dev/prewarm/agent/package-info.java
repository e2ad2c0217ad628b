/**
 * How Prewarm comes into a JVM: premain and agentmain, a gate that every loaded class passes, and the weaver, which is there only
 * once a client's class is loaded. A client is woven as a whole in one class loader, or not at all there.
 */
package dev.prewarm.agent;

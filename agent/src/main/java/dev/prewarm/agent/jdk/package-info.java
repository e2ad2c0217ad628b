/** java.net.http.HttpClient: what is woven into it, and where the woven code leads. */
package dev.prewarm.agent.jdk;

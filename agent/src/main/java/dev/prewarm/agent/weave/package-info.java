/**
 * Edits to class files: what is to be changed is said as values, each edit is counted, and one that does not fit leaves the
 * whole client as it was. The class format never changes, so that classes which are loaded already can be woven, too.
 */
package dev.prewarm.agent.weave;

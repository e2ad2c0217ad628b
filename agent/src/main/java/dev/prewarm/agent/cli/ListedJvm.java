package dev.prewarm.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** A row of {@code list}: a JVM, and what its agent has published. Immutable. */
final class ListedJvm {
    private final long pid;
    private final String main;
    private final String java;
    private final ListedAgent agent;
    private final String unreadable;

    /**
     * @param java version of its JDK; empty if it is not known
     * @param agent what its agent has published; null: nothing, or nothing that can be read
     * @param unreadable why what its agent has published can't be read; empty if that is not so
     */
    ListedJvm(long pid, String main, String java, ListedAgent agent, String unreadable) {
        this.pid = pid;
        this.main = main;
        this.java = java;
        this.agent = agent;
        this.unreadable = unreadable;
    }

    static ListedJvm of(JavaProcess process) {
        ListedAgent agent = null;
        String unreadable = "";
        try {
            agent = process.agent();
        } catch (CommandFailure e) {
            unreadable = e.getMessage();
        }
        return new ListedJvm(process.pid(), process.main(), process.java(), agent, unreadable);
    }

    long pid() {
        return pid;
    }

    /** As short as it is still known by: a jar without its directory. */
    String shortMain() {
        return main.endsWith(".jar") ? main.substring(main.lastIndexOf('/') + 1) : main;
    }

    String java() {
        return java;
    }

    /** Null: nothing is known of one. */
    ListedAgent agent() {
        return agent;
    }

    String unreadable() {
        return unreadable;
    }

    /** For programs. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("pid", pid);
        members.put("main", main);
        members.put("java", java);
        members.put("agent", agent == null ? null : agent.members());
        members.put("unreadable", unreadable);
        return members;
    }
}

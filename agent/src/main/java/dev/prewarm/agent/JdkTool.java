package dev.prewarm.agent;

/** Tells the JDK's own tools from applications: under a global JAVA_TOOL_OPTIONS they get the agent, too. */
final class JdkTool {
    private JdkTool() {}

    static boolean isThisJvm() {
        return is(System.getProperty("jdk.module.main"), System.getProperty("sun.java.command"));
    }

    /**
     * @param mainModule the module whose main class was launched, or null
     * @param command what was launched
     */
    static boolean is(String mainModule, String command) {
        if (mainModule == null || !mainModule.equals("java.base") && !mainModule.startsWith("jdk.")) {
            return false;
        }
        // java Program.java is launched through the compiler, and is an application.
        return command == null || !command.contains("com.sun.tools.javac.launcher.");
    }
}

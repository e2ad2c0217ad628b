package dev.prewarm.agent.cli;

/** What an agent says of an attach. Immutable. */
final class GivenAnswer {
    private final int exitCode;
    private final String words;

    private GivenAnswer(int exitCode, String words) {
        this.exitCode = exitCode;
        this.words = words;
    }

    /** @param property as {@link dev.prewarm.agent.AttachAnswer#PROPERTY} has it */
    static GivenAnswer of(String property) {
        String[] parts = property.split(" ", 3);
        try {
            return new GivenAnswer(Integer.parseInt(parts[1]), parts[2]);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new CommandFailure("the agent's answer is not as expected: " + property);
        }
    }

    int exitCode() {
        return exitCode;
    }

    String words() {
        return words;
    }
}

package dev.prewarm.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

class StderrLoggerTest {
    @ParameterizedTest
    @EnumSource(LogLevel.class)
    void aLevelShowsItselfAndWhatIsGraver(LogLevel level) {
        StderrLogger log = new StderrLogger(level);
        boolean[] shown = {
            log.isErrorEnabled(), log.isWarnEnabled(), log.isInfoEnabled(), log.isDebugEnabled(), log.isTraceEnabled()
        };
        for (int i = 0; i < shown.length; i++) {
            assertThat(shown[i]).isEqualTo(i <= level.ordinal());
        }
    }

    @Test
    void aLineSaysWhoseWhenAndHowGraveItIs() {
        LocalTime now = LocalTime.of(9, 5, 1, 250_999_999);
        Object[] arguments = {"https://a:443", "named"};
        assertThat(StderrLogger.line(now, Level.INFO, "{} is warming: {}", arguments, null))
                .isEqualTo("[prewarm] 09:05:01.250 INFO https://a:443 is warming: named");
        assertThat(StderrLogger.line(now, Level.WARN, "no", null, new IllegalStateException("why"))
                        .lines())
                .startsWith("[prewarm] 09:05:01.250 WARN no", "java.lang.IllegalStateException: why");
    }

    /** A certificate's name, say, which a server chose, in the message of the application's trust manager. */
    @Test
    void noOtherLineIsBegunByWhatOthersSay() {
        String forged = "x\n[prewarm] 12:00:00.000 WARN \u001b[31mcall us";
        Throwable failure = new IllegalStateException(forged, new IllegalArgumentException(forged) {
            private static final long serialVersionUID = 1;

            @Override
            public void printStackTrace(PrintWriter to) {
                to.println("[prewarm] by itself");
            }
        });
        List<String> lines = StderrLogger.line(LocalTime.NOON, Level.WARN, "{} fails", new Object[] {forged}, failure)
                .lines()
                .collect(Collectors.toList());

        assertThat(lines).filteredOn(line -> line.startsWith("[prewarm]")).hasSize(1);
        assertThat(lines.get(0))
                .isEqualTo("[prewarm] 12:00 WARN x\\u000a[prewarm] 12:00:00.000 WARN \\u001b[31mcall us fails");
        assertThat(lines).allMatch(line -> line.indexOf('\u001b') < 0);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("Caused by: "))
                .singleElement()
                .asString()
                .contains("x\\u000a[prewarm]");
    }

    @Test
    void aTraceIsAsTheJvmPrintsIt() {
        Exception cause = new IllegalArgumentException("why");
        StackTraceElement shared = new StackTraceElement("a.B", "main", "B.java", 3);
        cause.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", "inner", "B.java", 9), shared});
        Exception failure = new IllegalStateException("that", cause);
        failure.setStackTrace(new StackTraceElement[] {shared});
        StringWriter jvms = new StringWriter();
        failure.printStackTrace(new PrintWriter(jvms));

        assertThat(StderrLogger.line(LocalTime.NOON, Level.WARN, "no", null, failure))
                .endsWith("no" + System.lineSeparator() + jvms.toString().stripTrailing());
    }
}

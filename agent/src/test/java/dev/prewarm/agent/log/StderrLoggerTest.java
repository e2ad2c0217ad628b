package dev.prewarm.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.LogLevel;
import java.time.LocalTime;
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
}

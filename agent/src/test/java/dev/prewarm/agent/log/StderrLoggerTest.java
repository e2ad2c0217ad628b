package dev.prewarm.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.LogLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
}

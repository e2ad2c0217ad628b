package dev.prewarm.demo.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.agent.cli.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @Test
    void isPlainAsciiWhereNothingElseIsShown() {
        assertThat(Picture.of(Runs.comparison(), new Terminal(false, 40, 24, false))
                        .lines())
                .containsExactly(
                        "  without the agent",
                        "                          #",
                        "                          #",
                        "                          ##",
                        "                         ###",
                        "  +--------+-------+--------+-------+",
                        "  with the agent",
                        "          .",
                        "          #",
                        "         .##",
                        "         ###",
                        "  +--------+-------+--------+-------+",
                        "0 ms      50      100      150     200");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 41, 57, 80, 160})
    void fitsTheWidth(int width) {
        assertThat(Picture.of(Runs.comparison(), new Terminal(false, width, 24, true))
                        .lines())
                .allMatch(line -> line.length() <= width);
    }

    @Test
    void hasColoursOnlyOnATerminal() {
        assertThat(Picture.of(Runs.comparison(), new Terminal(true, 80, 24, true)))
                .contains("\u001b[32m");
        assertThat(Picture.of(Runs.comparison(), new Terminal(false, 80, 24, true)))
                .doesNotContain("\u001b");
    }

    @Test
    void isEmptyIfNothingWasMeasured() {
        assertThat(Picture.of(Runs.nothingMeasured(), new Terminal(false, 80, 24, false)))
                .doesNotContain("#");
    }
}

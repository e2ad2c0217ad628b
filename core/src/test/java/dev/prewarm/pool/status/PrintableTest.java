package dev.prewarm.pool.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatIsWrittenInAnyLanguageStaysAsItIs() {
        for (String text : new String[] {"", "https://a.example:443", "Größe, 日本語 \ud83d\ude00", "\"it's\" <so>"}) {
            assertThat(Printable.of(text)).isSameAs(text);
        }
    }

    @Test
    void nothingBeginsALineSteersATerminalOrTurnsTextAround() {
        assertThat(Printable.of("a\nb\r\u001b[31m\tc")).isEqualTo("a\\u000ab\\u000d\\u001b[31m\\u0009c");
        assertThat(Printable.of("\u202egnp.exe\u2066")).isEqualTo("\\u202egnp.exe\\u2066");
        assertThat(Printable.of("\u2028\u2029\u0085\ufeff\ud800x")).isEqualTo("\\u2028\\u2029\\u0085\\ufeff\\ud800x");
        // A tag, which is a format character beyond the first plane.
        assertThat(Printable.of("x\udb40\udc41y")).isEqualTo("x\\udb40\\udc41y");
    }

    @Test
    void noTwoLookTheSame() {
        Set<String> seen = new HashSet<>();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertThat(seen.add(Printable.of(String.valueOf((char) c)))).isTrue();
        }
        assertThat(Printable.of("\\u000a")).isEqualTo("\\\\u000a").isNotEqualTo(Printable.of("\n"));
    }
}

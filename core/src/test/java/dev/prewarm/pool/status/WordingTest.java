package dev.prewarm.pool.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
    private static Exception saying(String text) {
        return new Exception() {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                if (text != null && text.isEmpty()) {
                    throw new IllegalStateException("no words");
                }
                return text;
            }
        };
    }

    @Test
    void aFailureIsToldByItsOwnWordsIfItHasAny() {
        assertThat(Wording.of(saying("that was it"))).isEqualTo("that was it");
        for (Exception speechless : new Exception[] {saying(""), saying(null)}) {
            assertThat(Wording.of(speechless)).isEqualTo(speechless.getClass().getName());
        }
    }

    @Test
    void thatOnesWordsAreLongIsNoReasonToKeepThem() {
        assertThat(Wording.of(saying("x".repeat(100_000))))
                .hasSizeBetween(500, 510)
                .endsWith("x...");
    }
}

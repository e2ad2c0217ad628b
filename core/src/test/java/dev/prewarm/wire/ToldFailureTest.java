package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ToldFailureTest {
    @Test
    void isTheFailureItselfWhereAllIsOfTheJdk() {
        IOException failure = new IOException("outer", new SSLHandshakeException("inner"));

        assertThat(ToldFailure.of(failure)).isSameAs(failure);
    }

    @Test
    void asksTheApplicationsClassForItsWordsOnce() throws Exception {
        Throwable foreign = foreign(Foreign.class);
        SSLHandshakeException failure = new SSLHandshakeException("refused");
        failure.initCause(foreign);

        Throwable direct = ToldFailure.of(foreign);
        Throwable wrapped = ToldFailure.of(failure);

        assertThat(direct).hasToString("words of the application's").hasNoCause();
        assertThat(wrapped)
                .hasToString("javax.net.ssl.SSLHandshakeException: refused")
                .hasNoCause();
    }

    @Test
    void isToldByItsClassWhereEvenItsWordsFail() throws Exception {
        assertThat(ToldFailure.of(foreign(Mute.class))).hasToString(Mute.class.getName());
    }

    /** Of a class in a loader as an application has it. */
    private static Throwable foreign(Class<?> type) throws Exception {
        URL[] here = {type.getProtectionDomain().getCodeSource().getLocation()};
        URLClassLoader loader = new URLClassLoader(here, null);
        return (Throwable) loader.loadClass(type.getName()).getConstructor().newInstance();
    }

    /** Answers what an application might. */
    public static final class Foreign extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            return "words of the application's";
        }
    }

    /** Has none. */
    public static final class Mute extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw new IllegalStateException();
        }
    }
}

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
        Throwable foreign = foreign();
        SSLHandshakeException failure = new SSLHandshakeException("refused");
        failure.initCause(foreign);

        Throwable direct = ToldFailure.of(foreign);
        Throwable wrapped = ToldFailure.of(failure);

        assertThat(direct).hasToString("words of the application's").hasNoCause();
        assertThat(wrapped).hasToString("javax.net.ssl.SSLHandshakeException: refused").hasNoCause();
    }

    /** Of a class in a loader as an application has it. */
    private static Throwable foreign() throws Exception {
        URL[] here = {Foreign.class.getProtectionDomain().getCodeSource().getLocation()};
        URLClassLoader loader = new URLClassLoader(here, null);
        return (Throwable) loader.loadClass(Foreign.class.getName()).getConstructor().newInstance();
    }

    /** Answers what an application might. */
    public static final class Foreign extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            return "words of the application's";
        }
    }
}

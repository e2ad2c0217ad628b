package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class DelegatingEngineTest {
    private static final Map<String, String> NOT_OVERRIDDEN = Map.of(
            "getPeerHost()", "given to the superclass",
            "getPeerPort()", "given to the superclass",
            "wrap(ByteBuffer,ByteBuffer)", "the superclass calls the one with arrays",
            "wrap(ByteBuffer[],ByteBuffer)", "the superclass calls the one with an offset",
            "unwrap(ByteBuffer,ByteBuffer)", "the superclass calls the one with arrays",
            "unwrap(ByteBuffer,ByteBuffer[])", "the superclass calls the one with an offset");

    /** Those that the running JDK has added, too. */
    @Test
    void everyMethodOfAnEngineIsPassedOn() {
        assertThat(Arrays.stream(SSLEngine.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == SSLEngine.class)
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .filter(method -> !isOverridden(method))
                        .map(DelegatingEngineTest::signature))
                .containsExactlyInAnyOrderElementsOf(NOT_OVERRIDDEN.keySet());
    }

    @Test
    void thePeerIsTheDelegates() {
        SSLEngine own = LocalCertificates.trusting().createSSLEngine("a.example", 4711);
        DelegatingEngine face = new DelegatingEngine(own);
        assertThat(face.getPeerHost()).isEqualTo("a.example");
        assertThat(face.getPeerPort()).isEqualTo(4711);
        face.setUseClientMode(true);
        assertThat(own.getUseClientMode()).isTrue();
    }

    private static boolean isOverridden(Method method) {
        try {
            DelegatingEngine.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static String signature(Method method) {
        return method.getName() + "("
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(","))
                + ")";
    }
}

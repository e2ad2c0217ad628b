package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsRecipeTest {
    private static final SSLContext CONTEXT = LocalCertificates.trusting();

    @Test
    void theSameIsEqual() {
        assertThat(recipe(CONTEXT, "a.example", 443)).isEqualTo(recipe(CONTEXT, "a.example", 443));
        assertThat(recipe(CONTEXT, "a.example", 443)).hasSameHashCodeAs(recipe(CONTEXT, "a.example", 443));
    }

    @Test
    void anotherContextHostOrPortIsNot() {
        TlsRecipe recipe = recipe(CONTEXT, "a.example", 443);
        assertThat(recipe).isNotEqualTo(recipe(LocalCertificates.both(), "a.example", 443));
        assertThat(recipe).isNotEqualTo(recipe(CONTEXT, "b.example", 443));
        assertThat(recipe).isNotEqualTo(recipe(CONTEXT, null, 443));
        assertThat(recipe).isNotEqualTo(recipe(CONTEXT, "a.example", 444));
        assertThat(recipe).isNotEqualTo("a.example");
    }

    @Test
    void itIsGoneWithItsContextAndEqualToNoneButItself() throws GeneralSecurityException {
        TlsRecipe recipe = recipe(SSLContext.getInstance("TLS"), "a.example", 443);
        int hash = recipe.hashCode();
        Eventually.until("the context is collected", () -> {
            System.gc();
            return recipe.isGone();
        });
        assertThatThrownBy(recipe::newEngine).isInstanceOf(IOException.class);
        assertThat(recipe.hashCode()).isEqualTo(hash);
        assertThat(recipe.equals(recipe)).isTrue();
        assertThat(recipe).isNotEqualTo(recipe(CONTEXT, "a.example", 443));
    }

    @Test
    void itsEnginesAreTheClientsOwn() throws IOException {
        assertThat(recipe(CONTEXT, "a.example", 443).newEngine())
                .matches(engine -> engine.getUseClientMode())
                .matches(engine -> engine.getPeerHost().equals("a.example"))
                .matches(engine -> engine.getPeerPort() == 443)
                .matches(engine -> engine.getSSLParameters()
                        .getEndpointIdentificationAlgorithm()
                        .equals("HTTPS"));
    }

    @Test
    void constraintsAreComparedByIdentity() {
        AlwaysEqual constraints = new AlwaysEqual();
        assertThat(with(constraints)).isEqualTo(with(constraints));
        assertThat(with(constraints)).isNotEqualTo(with(new AlwaysEqual()));
    }

    private static TlsRecipe with(AlgorithmConstraints constraints) {
        SSLParameters parameters = new SSLParameters();
        parameters.setAlgorithmConstraints(constraints);
        return new TlsRecipe(CONTEXT, "a.example", 443, parameters);
    }

    /** All of the running JDK: a property it gained lately counts, too. */
    static Stream<Method> setters() {
        return Arrays.stream(SSLParameters.class.getMethods())
                .filter(method -> method.getName().startsWith("set") && method.getParameterCount() == 1);
    }

    @ParameterizedTest
    @MethodSource("setters")
    void everyParameterCounts(Method setter) throws ReflectiveOperationException {
        int differing = 0;
        for (Object value : values(setter.getParameterTypes()[0], setter.getName())) {
            SSLParameters changed = Warmer.verifying();
            setter.invoke(changed, value);
            differing += recipe(CONTEXT, changed).equals(recipe(CONTEXT, Warmer.verifying())) ? 0 : 1;
        }
        assertThat(differing).isPositive();
    }

    /** One of these at least is not the default. */
    private static List<?> values(Class<?> type, String setter) {
        if (type == boolean.class) {
            return List.of(true, false);
        }
        return List.of(Map.of(
                        int.class,
                        (Object) 4711,
                        String.class,
                        "LDAPS",
                        String[].class,
                        new String[] {setter.equals("setProtocols") ? "TLSv1.2" : "x25519"},
                        AlgorithmConstraints.class,
                        new AlwaysEqual(),
                        List.class,
                        List.of(new SNIHostName("a.example")),
                        java.util.Collection.class,
                        new ArrayList<>(List.of(SNIHostName.createSNIMatcher(".*"))))
                .get(type));
    }

    private static TlsRecipe recipe(SSLContext context, SSLParameters parameters) {
        return new TlsRecipe(context, "a.example", 443, parameters);
    }

    private static TlsRecipe recipe(SSLContext context, String host, int port) {
        return new TlsRecipe(context, host, port, Warmer.verifying());
    }

    private static final class AlwaysEqual implements AlgorithmConstraints {
        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof AlwaysEqual;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }
}

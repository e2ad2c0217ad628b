package dev.prewarm.it.kit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A test for http and one for https, on each JDK: for those that mostly wait, and may do so side by side. */
public final class Schemes {
    private Schemes() {}

    /** What is tested. */
    public interface Test {
        void on(Jdk jdk, boolean tls) throws Exception;
    }

    public static Stream<DynamicTest> onEachJdk(Test test) {
        return Jdks.all().stream().flatMap(jdk -> on(jdk, "", test));
    }

    /** @param what before scheme and JDK in the name of the test */
    public static Stream<DynamicTest> on(Jdk jdk, String what, Test test) {
        return Stream.of(false, true)
                .map(tls ->
                        DynamicTest.dynamicTest(what + (tls ? "https, " : "http, ") + jdk, () -> test.on(jdk, tls)));
    }
}

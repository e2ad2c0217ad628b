package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class JmxTest {
    private final List<String> lines = new ArrayList<>();
    private final Logger log = (Logger)
            Proxy.newProxyInstance(JmxTest.class.getClassLoader(), new Class<?>[] {Logger.class}, (p, method, a) -> {
                lines.add(method.getName() + " " + a[0]);
                return null;
            });

    @Test
    void thatThereIsNoneIsToldOnce() {
        Runnable updates = Jmx.updates(false, null, log);
        assertThat(lines).isEmpty();
        updates.run();
        updates.run();
        assertThat(lines).singleElement().asString().startsWith("info JMX is off");
    }
}

package dev.prewarm.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.TakeOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class FlightEventsTest {
    private static final String ORIGIN = "https://upstream.test:8443";

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> details = new CopyOnWriteArrayList<>();
    private final FlightEvents events = new FlightEvents(logger());

    @Test
    void aTakeTellsWhatBecameOfIt() throws IOException {
        try (Recorded recorded = new Recorded()) {
            events.took(events.take(), key(), TakeOutcome.HIT, 5_000_000);
            events.took(events.take(), key(), TakeOutcome.NOT_WARMED, FlightEvents.NONE);
            List<RecordedEvent> takes = recorded.events("dev.prewarm.Take", ORIGIN);
            assertThat(takes).extracting(take -> take.getString("outcome")).containsExactly("hit", "not-warmed");
            assertThat(takes).allMatch(take -> take.getBoolean("tcpOnly"));
            assertThat(takes.get(0).getDuration("age")).isEqualTo(Duration.ofMillis(5));
            assertThat(takes.get(1).getLong("age")).isEqualTo(Long.MIN_VALUE);
        }
    }

    @Test
    void anOpeningTellsHowLongItTookOrWhyItFailed() throws IOException {
        try (Recorded recorded = new Recorded()) {
            events.opened(events.open(), key(), 1_000_000, 2_000_000);
            events.notOpened(events.open(), key(), "Connection refused");
            List<RecordedEvent> openings = recorded.events("dev.prewarm.Open", ORIGIN);
            assertThat(openings).extracting(each -> each.getString("outcome")).containsExactly("opened", "failed");
            assertThat(openings)
                    .extracting(each -> each.getString("reason"))
                    .containsExactly(null, "Connection refused");
            assertThat(openings).allMatch(each -> each.getString("address").equals("192.0.2.7"));
            assertThat(openings).allMatch(each -> each.getInt("port") == 8443);
            assertThat(openings.get(0).getDuration("connectTime")).isEqualTo(Duration.ofMillis(1));
            assertThat(openings.get(0).getDuration("tlsTime")).isEqualTo(Duration.ofMillis(2));
        }
    }

    @Test
    void anEvictionTellsWhyAndHowOldItWas() throws IOException {
        try (Recorded recorded = new Recorded()) {
            events.evicted(key(), EvictReason.CLOSED_BY_SERVER, 7_000_000);
            RecordedEvent eviction =
                    recorded.events("dev.prewarm.Evict", ORIGIN).get(0);
            assertThat(eviction.getString("reason")).isEqualTo("closed-by-server");
            assertThat(eviction.getDuration("age")).isEqualTo(Duration.ofMillis(7));
            assertThat(eviction.getString("address")).isEqualTo("192.0.2.7");
        }
    }

    @Test
    void nothingBeginsWhileNobodyRecords() {
        assertThat(events.take()).isNull();
        assertThat(events.open()).isNull();
        events.evicted(key(), EvictReason.IDLE, 1);
        events.took(null, key(), TakeOutcome.HIT, 1);
        events.opened(null, key(), 1, 1);
        events.notOpened(null, key(), "why");
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatARecordingLeavesOutIsNotBegun() throws IOException {
        try (Recorded recorded = new Recorded()) {
            // Known by then.
            events.took(events.take(), key(), TakeOutcome.HIT, 1);
            recorded.without("dev.prewarm.Take");
            assertThat(events.take()).isNull();
            assertThat(events.open()).isNotNull();
            assertThat(recorded.events("dev.prewarm.Take", ORIGIN)).hasSize(1);
        }
    }

    @Test
    void failuresAreToldOnceAndThrownNever() {
        try (Recorded recorded = new Recorded()) {
            events.evicted(null, EvictReason.IDLE, 1);
            events.took(events.take(), null, TakeOutcome.HIT, 1);
            events.opened(events.open(), null, 1, 1);
            assertThat(warnings).singleElement().asString().startsWith("JFR failed");
            assertThat(details).hasSize(2);
            assertThat(recorded).isNotNull();
        }
    }

    /** It would fail at each event. */
    @Test
    void nothingMoreIsToldOnceAnEventClassCanNotBeUsed() throws Throwable {
        try (Recorded recorded = new Recorded()) {
            Class<?> type = new WithoutEvents().loadClass(FlightEvents.class.getName());
            Object crippled = type.getConstructor(Logger.class).newInstance(logger());
            // A look at all of its methods would fail.
            MethodHandle evicted = MethodHandles.publicLookup()
                    .findVirtual(
                            type,
                            "evicted",
                            MethodType.methodType(void.class, Key.class, EvictReason.class, long.class));
            for (int i = 0; i < 3; i++) {
                evicted.invoke(crippled, key(), EvictReason.IDLE, 1L);
            }
            assertThat(warnings).singleElement().asString().startsWith("JFR failed");
            assertThat(details).isEmpty();
            assertThat(recorded).isNotNull();
        }
    }

    @Test
    void eachTypeHasLabelsUnitsAndNoStackTraces() {
        try (Recorded recorded = new Recorded()) {
            events.take();
            events.open();
            events.evicted(key(), EvictReason.IDLE, 1);
            List<EventType> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .filter(type -> type.getName().startsWith("dev.prewarm."))
                    .collect(Collectors.toList());
            assertThat(types)
                    .extracting(EventType::getName)
                    .containsExactlyInAnyOrder("dev.prewarm.Take", "dev.prewarm.Open", "dev.prewarm.Evict");
            for (EventType type : types) {
                assertThat(type.getCategoryNames()).containsExactly("Prewarm");
                assertThat(type.getLabel()).startsWith("Connection ");
                assertThat(type.getDescription()).isNotEmpty();
                assertThat(defaultOf(type, "stackTrace")).isEqualTo("false");
                assertThat(defaultOf(type, "enabled")).isEqualTo("true");
                assertThat(type.getFields()).allMatch(field -> field.getLabel() != null);
                assertThat(type.getFields())
                        .filteredOn(field -> field.getName().matches("age|.*Time") && isOurs(field))
                        .isNotEmpty()
                        .allMatch(field ->
                                field.getAnnotation(Timespan.class).value().equals(Timespan.NANOSECONDS));
            }
            assertThat(recorded).isNotNull();
        }
    }

    private static boolean isOurs(ValueDescriptor field) {
        return !field.getName().equals("startTime");
    }

    private static String defaultOf(EventType type, String setting) {
        return type.getSettingDescriptors().stream()
                .filter(each -> each.getName().equals(setting))
                .findFirst()
                .orElseThrow()
                .getDefaultValue();
    }

    private static Key key() {
        try {
            InetAddress address = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7});
            return new Key(Origin.parse(ORIGIN), new InetSocketAddress(address, 8443), null);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static final class WithoutEvents extends ClassLoader {
        WithoutEvents() {
            super(FlightEventsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.prewarm.jfr.") && name.endsWith("Event")) {
                throw new ClassNotFoundException(name);
            }
            return name.equals(FlightEvents.class.getName()) ? own(name) : super.loadClass(name, resolve);
        }

        private Class<?> own(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Logger.class}, (p, method, arguments) -> {
                    List<String> lines = method.getName().equals("warn") ? warnings : details;
                    lines.add((String) arguments[0]);
                    return null;
                });
    }
}

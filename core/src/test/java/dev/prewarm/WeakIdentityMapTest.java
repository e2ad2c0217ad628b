package dev.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.wire.Eventually;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {
    private final WeakIdentityMap<Object> map = new WeakIdentityMap<>();

    @Test
    void itLooksAtIdentityNotAtEquals() {
        String key = new String("a");
        String equal = new String("a");
        map.put(key, "value");
        assertThat(map.get(key)).isEqualTo("value");
        assertThat(map.get(equal)).isNull();
        map.put(key, "other");
        assertThat(map.get(key)).isEqualTo("other");
    }

    @Test
    void itForgetsWhatNobodyElseKnows() {
        Object value = new Object();
        WeakReference<Object> kept = new WeakReference<>(value);
        map.put(new Object(), value);
        value = null;
        Eventually.until("the value is forgotten", () -> {
            System.gc();
            map.put(this, "makes room");
            return kept.get() == null;
        });
    }
}

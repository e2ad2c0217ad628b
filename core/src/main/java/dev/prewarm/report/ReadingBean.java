package dev.prewarm.report;

import dev.prewarm.pool.Reading;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.AttributeList;
import javax.management.StandardMBean;

/** Shows readings as an MXBean; attributes asked for together are of one reading, so that they add up. Thread-safe. */
final class ReadingBean<T> extends StandardMBean {
    private final Attributes attributes;

    /** @param shape {@link PoolMXBean} or {@link OriginMXBean} */
    ReadingBean(Class<T> shape, Supplier<Reading> readings) {
        this(shape, new Attributes(readings));
    }

    private ReadingBean(Class<T> shape, Attributes attributes) {
        super(shape.cast(attributes), shape, true);
        this.attributes = attributes;
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        attributes.pin();
        try {
            return super.getAttributes(names);
        } finally {
            attributes.unpin();
        }
    }

    private static final class Attributes implements OriginMXBean {
        private final Supplier<Reading> readings;
        private final ThreadLocal<Reading> pinned = new ThreadLocal<>();

        Attributes(Supplier<Reading> readings) {
            this.readings = readings;
        }

        void pin() {
            pinned.set(readings.get());
        }

        void unpin() {
            pinned.remove();
        }

        private Reading reading() {
            Reading reading = pinned.get() == null ? readings.get() : pinned.get();
            if (reading == null) {
                throw new IllegalStateException("no longer known");
            }
            return reading;
        }

        @Override
        public String getState() {
            return reading().state();
        }

        @Override
        public String getReason() {
            return reading().reason();
        }

        @Override
        public int getTarget() {
            return reading().target();
        }

        @Override
        public long getHits() {
            return reading().hits();
        }

        @Override
        public long getMisses() {
            return reading().misses();
        }

        @Override
        public long getHitsTcp() {
            return reading().hitsTcp();
        }

        @Override
        public long getCanaries() {
            return reading().canaries();
        }

        @Override
        public long getOpened() {
            return reading().opened();
        }

        @Override
        public long getFailed() {
            return reading().failed();
        }

        @Override
        public long getUnused() {
            return reading().unused();
        }

        @Override
        public Map<String, Long> getEvicted() {
            return reading().evicted();
        }

        @Override
        public long getStaleHits() {
            return reading().staleHits();
        }

        @Override
        public int getWarm() {
            return reading().warm();
        }

        @Override
        public int getOpening() {
            return reading().opening();
        }

        @Override
        public long getSavedMillis() {
            return TimeUnit.NANOSECONDS.toMillis(reading().savedNanos());
        }

        @Override
        public long getIdleMillis() {
            return TimeUnit.NANOSECONDS.toMillis(reading().learnt().idleNanos());
        }

        @Override
        public long getLeadMillis() {
            return TimeUnit.NANOSECONDS.toMillis(reading().learnt().leadNanos());
        }

        @Override
        public long getColdMillis() {
            return TimeUnit.NANOSECONDS.toMillis(reading().learnt().coldNanos());
        }

        @Override
        public double getRate() {
            return reading().learnt().rate();
        }
    }
}

package dev.prewarm.jfr;

import dev.prewarm.pool.Key;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.TakeOutcome;
import java.net.InetSocketAddress;
import jdk.jfr.FlightRecorder;
import org.slf4j.Logger;

/**
 * Tells JDK Flight Recorder of takes, openings and evictions. To initialise an event class is to initialise half of JFR, so none is
 * before somebody has made a recording; until then each event costs a look at two fields. The first event of each kind
 * after that waits for JFR, some 10 ms. No method throws. Thread-safe; not to be called with a lock held, for JFR has its own.
 *
 * <p>No event of ours is passed on as a {@code jdk.jfr.Event}: to verify that, a runtime without JFR would look for the class.
 */
public final class FlightEvents {
    /** By JFR's convention: there is no such timespan. */
    public static final long NONE = Long.MIN_VALUE;

    private static final boolean IS_THERE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private final Logger log;
    private volatile boolean isOff = !IS_THERE;
    private volatile boolean isTold;

    public FlightEvents(Logger log) {
        this.log = log;
    }

    private boolean isOn() {
        return !isOff && FlightRecorder.isInitialized();
    }

    /** A take begins. Null: nobody wants to know. */
    public TakeEvent take() {
        try {
            if (isOn()) {
                TakeEvent event = new TakeEvent();
                if (event.isEnabled()) {
                    event.begin();
                    return event;
                }
            }
        } catch (Throwable t) {
            failed(t);
        }
        return null;
    }

    /**
     * @param begun what {@link #take} answered
     * @param age of the connection, or {@link #NONE}
     */
    public void took(TakeEvent begun, Key key, TakeOutcome outcome, long age) {
        if (begun == null) {
            return;
        }
        try {
            begun.end();
            if (begun.shouldCommit()) {
                begun.origin = key.origin().toString();
                begun.outcome = outcome.label();
                begun.tcpOnly = key.origin().isTls() && key.recipe() == null;
                begun.age = age;
                begun.commit();
            }
        } catch (Throwable t) {
            failed(t);
        }
    }

    // As take(), written out: given to a method that takes any Event, the class would be loaded to verify this one,
    // outside the try.
    /** An opening begins. Null: nobody wants to know. */
    public OpenEvent open() {
        try {
            if (isOn()) {
                OpenEvent event = new OpenEvent();
                if (event.isEnabled()) {
                    event.begin();
                    return event;
                }
            }
        } catch (Throwable t) {
            failed(t);
        }
        return null;
    }

    /**
     * @param begun what {@link #open} answered
     * @param tlsNanos {@link #NONE} without TLS
     */
    public void opened(OpenEvent begun, Key key, long connectNanos, long tlsNanos) {
        commit(begun, key, "opened", null, connectNanos, tlsNanos);
    }

    /**
     * @param begun what {@link #open} answered
     * @param why in words
     */
    public void notOpened(OpenEvent begun, Key key, String why) {
        commit(begun, key, "failed", why, NONE, NONE);
    }

    /** The same of one that was neither opened nor failed: it was wanted no more. */
    public void brokenOff(OpenEvent begun, Key key, String why) {
        commit(begun, key, "given-up", why, NONE, NONE);
    }

    private void commit(OpenEvent begun, Key key, String outcome, String why, long connectNanos, long tlsNanos) {
        if (begun == null) {
            return;
        }
        try {
            begun.end();
            if (begun.shouldCommit()) {
                begun.origin = key.origin().toString();
                begun.address = address(key);
                begun.port = key.endpoint().getPort();
                begun.outcome = outcome;
                begun.reason = why;
                begun.connectTime = connectNanos;
                begun.tlsTime = tlsNanos;
                begun.commit();
            }
        } catch (Throwable t) {
            failed(t);
        }
    }

    /** @param age for which it was parked, nanoseconds; {@link #NONE} if it never was */
    public void evicted(Key key, EvictReason reason, long age) {
        try {
            if (isOn()) {
                EvictEvent event = new EvictEvent();
                if (event.shouldCommit()) {
                    event.origin = key.origin().toString();
                    event.address = address(key);
                    event.port = key.endpoint().getPort();
                    event.reason = reason.label();
                    event.age = age;
                    event.commit();
                }
            }
        } catch (Throwable t) {
            failed(t);
        }
    }

    private static String address(Key key) {
        InetSocketAddress endpoint = key.endpoint();
        return endpoint.getAddress().getHostAddress();
    }

    private void failed(Throwable fault) {
        try {
            // An event class that could not be initialised never will be.
            isOff |= fault instanceof LinkageError;
            if (isTold) {
                log.debug("an event for JFR is lost", fault);
            } else {
                isTold = true;
                log.warn("JFR failed, an event is lost; further ones are logged at debug", fault);
            }
        } catch (Throwable t) {
            // Without memory, or near the end of a stack, nothing can be said.
        }
    }
}

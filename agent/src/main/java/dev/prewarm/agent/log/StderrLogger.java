package dev.prewarm.agent.log;

import dev.prewarm.config.LogLevel;
import dev.prewarm.pool.status.Printable;
import dev.prewarm.wire.DaemonThreads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Lines to the process's standard error, past whatever the application has made of {@code System.err}, and without any
 * logging framework: none may be touched before the application has set up its own. Nobody who logs waits for it to be
 * written, but while the JVM ends: no line is lost then, and none holds that up for more than 50 ms. Thread-safe.
 */
public final class StderrLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;
    private static final String PREFIX = "[prewarm] ";
    private static final LineWriter ERR = new LineWriter(new FileOutputStream(FileDescriptor.err), PREFIX + "WARN ");
    private static final AtomicBoolean FLUSHED_AT_EXIT = new AtomicBoolean();

    /** How long the JVM's end is held up where standard error takes nothing. */
    private static final long EXIT_MILLIS = 50;

    /** Characters: the longest stack trace is longer than is of use. */
    private static final int LONGEST = 1 << 14;

    /** The JVM ends: whoever logs from now on sees to it that the line is not lost. */
    private static volatile boolean isEnding;

    private final LogLevel least;

    public StderrLogger(LogLevel least) {
        this.least = least;
    }

    /** For what must be said when there is no logger, or when it may have failed. */
    public static void lastResort(String message, Throwable failure) {
        write(PREFIX + "WARN " + Printable.of(message + (failure == null ? "" : ": " + failure)));
    }

    private static void write(String text) {
        ERR.write((text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text) + System.lineSeparator());
        if (FLUSHED_AT_EXIT.compareAndSet(false, true)) {
            flushAtExit();
        }
        if (isEnding) {
            flush();
        }
    }

    /** Else the lines of a JVM that ends at once would be lost. */
    private static void flushAtExit() {
        Runnable end = () -> {
            isEnding = true;
            flush();
        };
        try {
            Runtime.getRuntime().addShutdownHook(DaemonThreads.thread(end, "prewarm-log-flush"));
        } catch (IllegalStateException e) {
            isEnding = true;
        }
    }

    private static void flush() {
        try {
            ERR.flush(EXIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean shows(LogLevel level) {
        return level.ordinal() <= least.ordinal();
    }

    @Override
    public boolean isErrorEnabled() {
        return shows(LogLevel.ERROR);
    }

    @Override
    public boolean isWarnEnabled() {
        return shows(LogLevel.WARN);
    }

    @Override
    public boolean isInfoEnabled() {
        return shows(LogLevel.INFO);
    }

    @Override
    public boolean isDebugEnabled() {
        return shows(LogLevel.DEBUG);
    }

    @Override
    public boolean isTraceEnabled() {
        return shows(LogLevel.TRACE);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable failure) {
        try {
            write(line(LocalTime.now(), level, pattern, arguments, failure));
        } catch (RuntimeException | Error e) {
            // A lost line is no reason to fail. The application's own arguments may throw, or memory may be full.
        }
    }

    /** Without a line break at its end. */
    static String line(LocalTime now, Level level, String pattern, Object[] arguments, Throwable failure) {
        String time = now.truncatedTo(ChronoUnit.MILLIS).toString();
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        return PREFIX + time + " " + level + " " + Printable.of(text) + (failure == null ? "" : StackTrace.of(failure));
    }
}

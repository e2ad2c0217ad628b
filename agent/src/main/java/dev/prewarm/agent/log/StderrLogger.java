package dev.prewarm.agent.log;

import dev.prewarm.config.LogLevel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Lines to the process's standard error, past whatever the application has made of {@code System.err}, and without any
 * logging framework: none may be touched before the application has set up its own. Thread-safe.
 */
public final class StderrLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;
    private static final PrintStream ERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
    private static final String PREFIX = "[prewarm] ";

    private final LogLevel least;

    public StderrLogger(LogLevel least) {
        this.least = least;
    }

    /** For what must be said when there is no logger, or when it may have failed. */
    public static void lastResort(String message, Throwable failure) {
        ERR.println(PREFIX + "WARN " + message + (failure == null ? "" : ": " + failure));
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
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        String time = LocalTime.now().truncatedTo(ChronoUnit.MILLIS).toString();
        synchronized (ERR) {
            ERR.println(PREFIX + time + " " + level + " " + text);
            if (failure != null) {
                failure.printStackTrace(ERR);
            }
        }
    }
}

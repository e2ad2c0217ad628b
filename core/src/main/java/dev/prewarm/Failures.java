package dev.prewarm;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.function.Predicate;

/** What the failure of a client's request tells of its upstream: that it ended the connection, say, and not the client. */
public final class Failures {
    /** Of the causes of a failure. */
    private static final int DEEPEST = 8;

    private Failures() {}

    /** Of a connect: nothing came back. */
    static boolean isTimeout(Throwable failure) {
        return isAny(
                failure,
                each -> each instanceof SocketTimeoutException
                        || each.getClass().getSimpleName().endsWith("ConnectTimeoutException")
                        || each instanceof NoRouteToHostException && !says(each, "cannot assign")
                        || each instanceof IOException && (says(each, "timed out") || says(each, "unreachable")));
    }

    /** Of a connect: the upstream, or what stands before it, ended it. */
    static boolean isRefusal(Throwable failure) {
        return isAny(failure, each -> each instanceof ConnectException) || isEndByPeer(failure);
    }

    /** Whether the peer has ended the connection; not the client itself, nor a check of the server's that it made. */
    static boolean isEndByPeer(Throwable failure) {
        return isAny(failure, Failures::tellsOfAnEnd) && !isAny(failure, Failures::tellsOfTheClient);
    }

    private static boolean tellsOfAnEnd(Throwable each) {
        return each instanceof EOFException
                || each instanceof IOException
                        && (says(each, "connection reset")
                                || says(each, "broken pipe")
                                || says(each, "connection abort"));
    }

    private static boolean tellsOfTheClient(Throwable each) {
        return each instanceof ClosedChannelException
                || each instanceof CertificateException
                || each instanceof IOException && (says(each, "socket closed") || says(each, "closed by interrupt"));
    }

    private static boolean says(Throwable failure, String words) {
        String message = failure.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains(words);
    }

    /** Whether it came while a request was being written: what the server has said by then the client has not read. */
    public static boolean isOfWrite(Throwable failure) {
        return isAny(failure, each -> {
            for (StackTraceElement frame : each.getStackTrace()) {
                String type = frame.getClassName();
                if (frame.getMethodName().equals("write")
                        && (type.equals("sun.nio.ch.SocketChannelImpl") || type.equals("sun.nio.ch.NioSocketImpl"))) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean isAny(Throwable failure, Predicate<Throwable> test) {
        Throwable each = failure;
        for (int depth = 0; depth < DEEPEST && each != null; depth++) {
            if (test.test(each)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}

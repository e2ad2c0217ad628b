package dev.prewarm;

import java.util.List;
import java.util.Locale;

/** Whether a server will close a connection after its answer: RFC 9112, 6.3 and 9.3. */
public final class Persistence {
    private static final int FINAL = 200;
    private static final int REDIRECTION = 300;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private Persistence() {}

    /**
     * @param http10 whether the answer is of HTTP/1.0
     * @param connection the values of its Connection header; null if there is none
     */
    public static boolean closes(boolean http10, List<String> connection) {
        if (has(connection, "close")) {
            return true;
        }
        return http10 && !has(connection, "keep-alive");
    }

    /**
     * Whether only the end of its connection ends that answer: its head tells no length.
     *
     * @param method of the request
     * @param hasLength whether there is a Content-Length
     * @param codings the values of its Transfer-Encoding; null if there is none
     */
    public static boolean isEndedByClose(String method, int status, boolean hasLength, List<String> codings) {
        if (method.equalsIgnoreCase("HEAD") || status < FINAL || status == NO_CONTENT || status == NOT_MODIFIED) {
            return false;
        }
        if (method.equalsIgnoreCase("CONNECT") && status < REDIRECTION) {
            return false;
        }
        return codings == null || codings.isEmpty() ? !hasLength : !isChunkedLast(codings);
    }

    private static boolean isChunkedLast(List<String> codings) {
        String last = codings.get(codings.size() - 1);
        return last.substring(last.lastIndexOf(',') + 1).trim().equalsIgnoreCase("chunked");
    }

    private static boolean has(List<String> values, String wanted) {
        if (values != null) {
            for (String value : values) {
                for (String option : value.split(",")) {
                    if (option.trim().toLowerCase(Locale.ROOT).equals(wanted)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

package dev.prewarm;

import java.util.List;
import java.util.Locale;

/** Whether a server will close a connection after its answer: RFC 9112, 9.3. */
public final class Persistence {
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

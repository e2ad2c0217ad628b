package dev.prewarm.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** One spelling for every IPv6 literal, so that the same address is the same origin. */
final class Ipv6 {
    private static final int GROUPS = 8;

    private Ipv6() {}

    /**
     * The literal as in RFC 5952, without brackets and zone; an IPv4-mapped one as IPv4, which is what the JDK connects
     * to. Null if it is not a literal; nothing is ever resolved.
     */
    static String canonical(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        String literal = brackets ? text.substring(1, text.length() - 1) : text;
        int zone = literal.indexOf('%');
        if (zone >= 0) {
            literal = literal.substring(0, zone);
        }
        if (!looksLiteral(literal)) {
            return null;
        }
        try {
            // In brackets the JDK takes nothing but a literal: without, it would resolve what it can't parse.
            InetAddress address = InetAddress.getByName("[" + literal + "]");
            byte[] bytes = address.getAddress();
            return bytes.length == 2 * GROUPS ? compressed(bytes) : address.getHostAddress();
        } catch (UnknownHostException notALiteral) {
            return null;
        }
    }

    private static boolean looksLiteral(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = Text.isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':' || c == '.';
            if (!fits) {
                return false;
            }
        }
        return text.indexOf(':') >= 0;
    }

    private static String compressed(byte[] bytes) {
        int from = -1;
        int length = 1; // a single group of zeros is not shortened
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosAt(bytes, i);
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, i)));
        }
        return text.toString();
    }

    private static int zerosAt(byte[] bytes, int start) {
        int end = start;
        while (end < GROUPS && group(bytes, end) == 0) {
            end++;
        }
        return end - start;
    }

    private static int group(byte[] bytes, int i) {
        return (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
}

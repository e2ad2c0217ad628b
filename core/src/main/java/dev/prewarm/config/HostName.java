package dev.prewarm.config;

import java.net.IDN;
import java.util.Locale;

/**
 * One spelling for each host, so that what a client takes for the same host is the same here: lower case, A-labels (RFC 5891),
 * no dot of the root at its end, addresses as they are connected to. Nothing is ever resolved.
 */
final class HostName {
    /** By DNS, in text and without the dot of the root. */
    static final int MOST_CHARACTERS = 253;

    /** What IDNA 2003 and 2008 spell differently (RFC 5894, 7.2): clients do either. */
    private static final String AMBIGUOUS = "\u00df\u1e9e\u03c2\u200c\u200d";

    private HostName() {}

    /**
     * Cheap for what is in that spelling already, which stays the same object.
     *
     * @param host a name, an IPv4 address, or an IPv6 address with or without brackets and zone
     * @return null if there is no such spelling, or more than one
     */
    static String canonical(String host) {
        if (host.indexOf(':') >= 0) {
            return Ipv6.canonical(host);
        }
        String name = lowerCase(host);
        if (name == null) {
            name = toAscii(host);
        }
        if (name == null) {
            return null;
        }
        if (name.length() > 1 && name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (!isName(name)) {
            return null;
        }
        return Ipv4.isNumeric(name) ? Ipv4.canonical(name) : name;
    }

    /** Null if it is not ASCII. */
    private static String lowerCase(String host) {
        boolean same = true;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c > 127) {
                return null;
            }
            same &= c < 'A' || c > 'Z';
        }
        return same ? host : host.toLowerCase(Locale.ROOT);
    }

    private static String toAscii(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (AMBIGUOUS.indexOf(host.charAt(i)) >= 0) {
                return null;
            }
        }
        try {
            return lowerCase(IDN.toASCII(host));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** With an underscore, too, as hosts of container networks have it. */
    private static boolean isName(String name) {
        boolean labelIsEmpty = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.' ? labelIsEmpty : !isOfLabel(c)) {
                return false;
            }
            labelIsEmpty = c == '.';
        }
        return !labelIsEmpty && name.length() <= MOST_CHARACTERS;
    }

    private static boolean isOfLabel(char c) {
        return c >= 'a' && c <= 'z' || Text.isDigit(c) || c == '-' || c == '_';
    }
}

package dev.prewarm.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What can be read of entries of {@code prewarm.exclude} that are no origins: whoever writes one wants a host left alone, and more
 * of them rather than fewer. At any scheme and port. Filled by one thread, then only read.
 */
final class ExcludedHosts {
    private static final String ANY = "*";
    private static final String BELOW = "*.";

    private final Set<String> hosts = new HashSet<>();
    private final Set<String> below = new HashSet<>();
    private boolean all;

    boolean contains(Origin origin) {
        if (all || hosts.contains(origin.host())) {
            return true;
        }
        if (!below.isEmpty()) {
            for (Origin above = origin.parent(); above != null; above = above.parent()) {
                if (below.contains(above.host())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is left alone because of this entry: hosts, {@code *.} and a domain, or {@code *}; empty if nothing can be read. */
    List<String> add(String entry) {
        List<String> added = new ArrayList<>();
        for (String word : Text.split(entry.replace('\t', ' '), ' ')) {
            String authority = authority(word);
            // An address without brackets may end with its port, or with its last group.
            int port = authority.lastIndexOf(':');
            boolean literal = authority.startsWith("[") || port != authority.indexOf(':');
            String whole = literal ? literal(authority) : null;
            if (whole != null) {
                addHost(whole, added);
            }
            String host = port < 0 ? authority : authority.substring(0, port);
            if (literal) {
                String address = literal(host);
                if (address != null && !address.equals(whole)) {
                    addHost(address, added);
                }
            } else {
                addName(host, added);
            }
        }
        return added;
    }

    private static String literal(String text) {
        int end = text.indexOf(']');
        return Ipv6.canonical(end < 0 ? text : text.substring(0, end + 1));
    }

    /** Without scheme, user info, path, query and fragment. */
    private static String authority(String word) {
        int scheme = word.indexOf(":/");
        int start = scheme < 0 ? 0 : scheme + 1;
        while (start < word.length() && isSlash(word.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < word.length() && !isSlash(word.charAt(end)) && "?#".indexOf(word.charAt(end)) < 0) {
            end++;
        }
        String authority = word.substring(start, end);
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private void addHost(String host, List<String> added) {
        hosts.add(host);
        added.add(host);
    }

    /** Of a name with a label that can't be read, what stands behind it. */
    private void addName(String name, List<String> added) {
        String canonical = HostName.canonical(name);
        if (canonical != null) {
            addHost(canonical, added);
            return;
        }
        String readable = "";
        List<String> labels = Text.split(name, '.');
        for (int i = labels.size() - 1; i >= 0; i--) {
            String more = labels.get(i) + (readable.isEmpty() ? "" : "." + readable);
            if (HostName.canonical(more) == null) {
                break;
            }
            readable = HostName.canonical(more);
        }
        if (!readable.isEmpty()) {
            below.add(readable);
            added.add(BELOW + readable);
        } else if (name.contains(ANY)) {
            all = true;
            added.add(ANY);
        }
    }
}

package dev.prewarm.it.programs;

import java.util.LinkedHashMap;
import java.util.Map;

/** A program's arguments, {@code name=value}. */
public final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();

    public Options(String[] args) {
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not name=value: " + arg);
            }
            values.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public int number(String name, int otherwise) {
        return values.containsKey(name) ? Integer.parseInt(values.get(name)) : otherwise;
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(values.get(name));
    }

    public Map<String, String> all() {
        return values;
    }
}

package dev.prewarm.config;

import java.util.Map;
import java.util.TreeMap;

/** Sources of settings, empty until filled. */
final class SettingsReader {
    final Map<String, String> systemProperties = new TreeMap<>();
    final Map<String, String> environment = new TreeMap<>();
    String arguments;

    static SettingsReader given() {
        return new SettingsReader();
    }

    SettingsReader property(String name, String value) {
        systemProperties.put(name, value);
        return this;
    }

    SettingsReader variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    SettingsReader arguments(String text) {
        arguments = text;
        return this;
    }

    Settings read() {
        return Settings.read(arguments, systemProperties, environment);
    }

    boolean enabled() {
        return Settings.enabledIn(arguments, systemProperties, environment);
    }

    static Settings origins(String text) {
        return given().property("prewarm.origins", text).read();
    }
}

package dev.prewarm.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this build. */
public final class Version {
    private static final String RESOURCE = "META-INF/prewarm/version";

    private Version() {}

    public static String text() {
        ClassLoader own = Version.class.getClassLoader();
        ClassLoader loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        try (InputStream file = loader.getResourceAsStream(RESOURCE)) {
            return file == null ? "unknown" : new String(file.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}

package dev.prewarm.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build. */
public final class Version {
    private static final String RESOURCE = "META-INF/prewarm/version.properties";

    private Version() {}

    public static String text() {
        ClassLoader loader = Version.class.getClassLoader();
        try (InputStream file = loader == null
                ? ClassLoader.getSystemResourceAsStream(RESOURCE)
                : loader.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "of unknown version");
        } catch (IOException e) {
            return "of unknown version";
        }
    }
}

package dev.prewarm.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The properties file, in UTF-8. Whatever is wrong with it is one warning, and then it counts as empty. */
final class ConfigFile {
    /** More than any list of origins; a path to a device must not fill the heap. */
    private static final int MOST_BYTES = 1 << 20;

    private ConfigFile() {}

    /** By full property name, known or not. */
    static Map<String, String> read(Given path, List<String> warnings) {
        try {
            return byFullName(load(new File(path.text())), path, warnings);
        } catch (CharacterCodingException e) {
            warnings.add(unused(path, "is not text in UTF-8"));
        } catch (IOException | SecurityException e) {
            warnings.add(unused(path, "can't be read: " + Text.quoted(String.valueOf(e.getMessage()))));
        } catch (IllegalArgumentException e) {
            warnings.add(unused(path, "is not a properties file: " + e.getMessage()));
        }
        return Collections.emptyMap();
    }

    private static Properties load(File file) throws IOException {
        // A pipe would stop the start of the application until somebody writes to it.
        if (!file.isFile()) {
            throw new IOException(
                    file.isDirectory() ? "a directory" : file.exists() ? "not a regular file" : "no such file");
        }
        byte[] bytes;
        try (InputStream in = new FileInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("longer than 1 MiB");
        }
        // Unlike new String(…), this decoder reports what is not UTF-8.
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        Properties lines = new Properties();
        lines.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        return lines;
    }

    private static Map<String, String> byFullName(Properties lines, Given path, List<String> warnings) {
        Map<String, String> byFullName = new TreeMap<>();
        for (String key : lines.stringPropertyNames()) {
            boolean prefixed = key.startsWith(Property.PREFIX);
            // Given both ways, the prefixed one is used, in whatever order they come.
            if (prefixed || !lines.containsKey(Property.PREFIX + key)) {
                byFullName.put(prefixed ? key : Property.PREFIX + key, lines.getProperty(key));
            }
        }
        if (byFullName.remove(Property.CONFIG.propertyName()) != null) {
            warnings.add(Property.CONFIG.propertyName() + " in " + source(path) + " is ignored: only one file is read");
        }
        return byFullName;
    }

    static String source(Given path) {
        return "file " + Text.quoted(path.text());
    }

    private static String unused(Given path, String why) {
        return path + " " + why + "; no file is used";
    }
}

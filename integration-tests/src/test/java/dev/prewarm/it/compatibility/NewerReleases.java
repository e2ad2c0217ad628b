package dev.prewarm.it.compatibility;

import dev.prewarm.it.kit.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Asks Maven Central for releases that {@code client-versions.txt} does not know. Prints a line for each; exit code 0: the
 * list is up to date, 1: it is not, 2: it can't be told.
 */
public final class NewerReleases {
    private static final String CENTRAL = "https://repo1.maven.org/maven2/";
    private static final Map<String, String> ARTIFACTS = new LinkedHashMap<>();
    private static final int TIMEOUT_MILLIS = 20_000;

    static {
        ARTIFACTS.put("okhttp", "com/squareup/okhttp3/okhttp");
        ARTIFACTS.put("apache", "org/apache/httpcomponents/client5/httpclient5");
    }

    private NewerReleases() {}

    public static void main(String[] args) {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, String> each : ARTIFACTS.entrySet()) {
            String url = CENTRAL + each.getValue() + "/maven-metadata.xml";
            try (InputStream metadata = open(url)) {
                Releases.beyond(Versions.listed(each.getKey()), released(metadata)).stream()
                        .map(finding -> each.getKey() + " " + finding)
                        .forEach(findings::add);
            } catch (IOException e) {
                System.err.println("can't read " + url + ": " + e);
                System.exit(2);
            }
        }
        findings.forEach(System.out::println);
        System.exit(findings.isEmpty() ? 0 : 1);
    }

    private static InputStream open(String url) throws IOException {
        URLConnection connection = URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection.getInputStream();
    }

    /**
     * All versions that a {@code maven-metadata.xml} names.
     *
     * @throws IOException it is none
     */
    static List<String> released(InputStream metadata) throws IOException {
        try {
            DocumentBuilder builder =
                    DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
            // Throws what is fatal, without printing it as the default does.
            builder.setErrorHandler(new DefaultHandler());
            NodeList versions = builder.parse(metadata).getElementsByTagName("version");
            List<String> released = new ArrayList<>();
            for (int i = 0; i < versions.getLength(); i++) {
                released.add(versions.item(i).getTextContent().trim());
            }
            if (released.isEmpty()) {
                throw new IOException("it names no version");
            }
            return released;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("no Maven metadata: " + e.getMessage(), e);
        }
    }
}

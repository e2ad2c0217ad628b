package dev.prewarm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.agent.cli.CommandFailure;
import dev.prewarm.demo.workload.Clients;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientJarsTest {
    @TempDir
    Path directory;

    @Test
    void withoutADirectoryOnlyTheJdksOwnIsThere() {
        ClientJars jars = ClientJars.in(directory.resolve("none"));

        assertThat(jars.choose(List.of())).containsExactly(Clients.JDK);
        assertThat(jars.classPath(Path.of("demo.jar"))).isEqualTo("demo.jar");
    }

    @Test
    void whatHasAClientsClassIsThatClient() throws IOException {
        Path jar = jar("any-name.jar", "okhttp3/OkHttpClient.class");
        Path other = jar("other.jar", "okio/Okio.class");
        Files.createFile(directory.resolve("README.txt"));
        ClientJars jars = ClientJars.in(directory);

        assertThat(jars.choose(List.of())).containsExactly(Clients.JDK, Clients.OKHTTP);
        assertThat(jars.choose(List.of("okhttp"))).containsExactly(Clients.OKHTTP);
        assertThat(jars.classPath(Path.of("demo.jar")))
                .isEqualTo(String.join(File.pathSeparator, "demo.jar", jar.toString(), other.toString()));
    }

    @Test
    void saysWhoIsMissingAndWhereFrom() throws IOException {
        jar("okhttp.jar", "okhttp3/OkHttpClient.class");
        ClientJars jars = ClientJars.in(directory);

        assertThat(jars.missing().orElseThrow())
                .contains(directory.toString(), Clients.APACHE.title(), Clients.APACHE_ASYNC.title(), "--client-jars")
                .doesNotContain(Clients.OKHTTP.title(), Clients.JDK.title());
        assertThatThrownBy(() -> jars.choose(List.of("okhttp", "apache")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll(directory.toString(), Clients.APACHE.title(), "--client-jars");
    }

    @Test
    void withAllThereNobodyIsMissing() throws IOException {
        for (Clients client : Clients.values()) {
            if (client.needs().isPresent()) {
                jar(client.id() + ".jar", client.needs().get().replace('.', '/') + ".class");
            }
        }

        assertThat(ClientJars.in(directory).missing()).isEmpty();
        assertThat(ClientJars.in(directory).choose(List.of())).containsExactly(Clients.values());
    }

    @Test
    void saysWhichJarIsNone() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no jar");

        assertThatThrownBy(() -> ClientJars.in(directory).missing())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(broken.toString());
    }

    private Path jar(String name, String entry) throws IOException {
        Path file = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new JarEntry(entry));
        }
        return file;
    }
}

package dev.prewarm.demo.workload;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The clients that the demo can run. Lambdas make them: only a JVM that makes one needs that client's classes. */
public enum Clients {
    JDK("jdk", "java.net.http.HttpClient", null, () -> new JdkClient()),
    OKHTTP("okhttp", "OkHttp", "okhttp3.OkHttpClient", () -> new OkHttp()),
    APACHE(
            "apache",
            "Apache HttpClient 5, classic",
            "org.apache.hc.client5.http.impl.classic.CloseableHttpClient",
            () -> new ApacheClassic()),
    APACHE_ASYNC(
            "apache-async",
            "Apache HttpClient 5, async",
            "org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient",
            () -> new ApacheAsync());

    private final String id;
    private final String title;
    private final String needs;
    private final Supplier<WorkloadClient> maker;

    Clients(String id, String title, String needs, Supplier<WorkloadClient> maker) {
        this.id = id;
        this.title = title;
        this.needs = needs;
        this.maker = maker;
    }

    /** The names on the command line. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(client -> client.id).collect(Collectors.toList());
    }

    public static Clients of(String id) {
        return Arrays.stream(values())
                .filter(client -> client.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no client " + id));
    }

    public String id() {
        return id;
    }

    /** The name its users know it by. */
    public String title() {
        return title;
    }

    /** A class of the library that it is; nothing for the JDK's own. */
    public Optional<String> needs() {
        return Optional.ofNullable(needs);
    }

    /** A client that trusts what its JVM trusts. */
    WorkloadClient make() {
        return maker.get();
    }
}

package dev.prewarm.demo.workload;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** The clients that the demo can run. */
public enum Clients {
    JDK("jdk", "java.net.http.HttpClient", JdkClient::new);

    private final String id;
    private final String title;
    private final Function<SSLContext, WorkloadClient> maker;

    Clients(String id, String title, Function<SSLContext, WorkloadClient> maker) {
        this.id = id;
        this.title = title;
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

    WorkloadClient make(SSLContext trust) {
        return maker.apply(trust);
    }
}

package dev.prewarm.it.kit;

import java.nio.file.Path;
import java.util.List;

/** Agents of others that read MBeans and answer Prometheus, as users put them on a command line, with our rules for them, in the versions of docs/metrics.md. */
public enum MetricsAgent {
    PROMETHEUS("io.prometheus.jmx:jmx_prometheus_javaagent") {
        @Override
        public List<String> flags(int port) {
            return List.of("-javaagent:" + jar() + "=127.0.0.1:" + port + ":"
                    + MetricsDocuments.FILES.resolve("prometheus.yaml"));
        }
    },

    /** Its own exporter for Prometheus is the one whose output can be read without a server of its protocol. */
    OPEN_TELEMETRY("io.opentelemetry.javaagent:opentelemetry-javaagent") {
        @Override
        public List<String> flags(int port) {
            return List.of(
                    "-javaagent:" + jar(),
                    "-Dotel.jmx.config=" + MetricsDocuments.FILES.resolve("opentelemetry.yaml"),
                    "-Dotel.jmx.discovery.delay=1000",
                    "-Dotel.metrics.exporter=prometheus",
                    "-Dotel.exporter.prometheus.host=127.0.0.1",
                    "-Dotel.exporter.prometheus.port=" + port,
                    "-Dotel.traces.exporter=none",
                    "-Dotel.logs.exporter=none");
        }
    };

    private final String artifact;

    MetricsAgent(String artifact) {
        this.artifact = artifact;
    }

    /** @param port on the loopback address */
    public abstract List<String> flags(int port);

    Path jar() {
        return Artifacts.resolve(artifact + ":" + MetricsDocuments.version(artifact))
                .get(0);
    }
}

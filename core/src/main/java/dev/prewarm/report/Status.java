package dev.prewarm.report;

import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that is published of one JVM. */
public final class Status {
    /** Of a change that a reader has to know of; new members are none. */
    private static final int FORMAT = 1;

    private final Snapshots snapshots;
    private final ClientList clients;
    private final Supplier<Map<String, String>> settings;
    private final Map<String, Object> fixed = new LinkedHashMap<>();

    /**
     * @param version of Prewarm
     * @param settings what is in force, by property
     */
    public Status(String version, Supplier<Map<String, String>> settings, ClientList clients, Snapshots snapshots) {
        this.snapshots = snapshots;
        this.clients = clients;
        this.settings = settings;
        fixed.put("version", version);
        fixed.put("since", Instant.now());
    }

    /** As JSON; the same text as long as nothing has changed. */
    String read() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("format", FORMAT);
        status.put("pid", ProcessHandle.current().pid());
        status.putAll(fixed);
        status.put("settings", settings.get());
        status.put("clients", clients.read());
        status.put("pool", shown(Fields.POOL, snapshots.read()));
        Overview overview = new Overview(snapshots.readEach());
        List<Object> origins = new ArrayList<>();
        for (Snapshot each : overview.shown()) {
            origins.add(shown(Fields.ORIGIN, each));
        }
        status.put("origins", origins);
        if (overview.others() != null) {
            status.put("others", shown(Fields.OTHERS, overview.others()));
        }
        return Json.text(status);
    }

    /** With the time of the change that led to it. */
    static String dated(String status, Instant time) {
        return "{\n  \"written\": \"" + time + "\"," + status.substring(1);
    }

    private static Map<String, Object> shown(List<Field> fields, Snapshot snapshot) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Field field : fields) {
            shown.put(field.name(), field.of(snapshot));
        }
        return shown;
    }
}

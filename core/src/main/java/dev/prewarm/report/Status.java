package dev.prewarm.report;

import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that is published of one JVM. */
public final class Status {
    /** Of a change that a reader has to know of; new members are none. */
    private static final int FORMAT = 1;

    private final Snapshots snapshots;
    private final ClientList clients;
    private final Map<String, Object> fixed = new LinkedHashMap<>();

    /**
     * @param version of Prewarm
     * @param settings what is in force, by property
     */
    public Status(String version, Map<String, String> settings, ClientList clients, Snapshots snapshots) {
        this.snapshots = snapshots;
        this.clients = clients;
        fixed.put("version", version);
        fixed.put("since", Instant.now());
        fixed.put("settings", settings);
    }

    /** As JSON; the same text as long as nothing has changed. */
    String read() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("format", FORMAT);
        status.put("pid", ProcessHandle.current().pid());
        status.putAll(fixed);
        status.put("clients", clients.read());
        status.put("pool", shown(Fields.POOL, snapshots.read(), new LinkedHashMap<>()));
        Overview overview = new Overview(snapshots.readEach());
        List<Object> origins = new ArrayList<>();
        for (Snapshot each : overview.shown()) {
            Map<String, Object> first = new LinkedHashMap<>();
            first.put("origin", each.origin());
            origins.add(shown(Fields.ORIGIN, each, first));
        }
        status.put("origins", origins);
        if (overview.others() != null) {
            status.put("others", shown(Fields.OTHERS, overview.others(), new LinkedHashMap<>()));
        }
        return Json.text(status);
    }

    /** With the time of the change that led to it. */
    static String dated(String status, Instant time) {
        return "{\n  \"written\": \"" + time + "\"," + status.substring(1);
    }

    private static Map<String, Object> shown(List<Field> fields, Snapshot snapshot, Map<String, Object> into) {
        for (Field field : fields) {
            into.put(field.name(), field.of(snapshot));
        }
        return into;
    }
}

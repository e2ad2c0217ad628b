package dev.prewarm.agent;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.ClassWeaver;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A first look at a client through its class loader: can it be edited as a whole, and call us? Loads none of its classes. */
final class TrialWeave {
    private final Map<String, ClassEdits> edits = new HashMap<>();
    private final List<String> misfits = new ArrayList<>();
    private final Set<String> called = new LinkedHashSet<>();
    private final String name;
    private String obstacle;

    /** Never throws, whatever the loader does. */
    TrialWeave(ClientSupport client, ClassLoader loader) {
        ClassFiles files = new ClassFiles(loader);
        try {
            tryAll(client, files);
            for (String each : called) {
                obstacle = obstacle == null ? Visibility.obstacle(loader, each) : obstacle;
            }
        } catch (Throwable t) {
            misfits.add(t.toString());
        }
        name = nameOf(client, files);
    }

    private void tryAll(ClientSupport client, ClassFiles files) throws IOException {
        for (ClassEdits each : client.edits(files)) {
            ClassWeaver trial = new ClassWeaver(each);
            trial.weave(files.read(each.className()));
            misfits.addAll(trial.missing());
            for (Member member : trial.used()) {
                if (member.owner().startsWith("dev/prewarm/")) {
                    called.add(member.owner().replace('/', '.'));
                } else if (!files.has(member)) {
                    misfits.add("there is no " + member);
                }
            }
            edits.put(each.className(), each);
        }
    }

    private static String nameOf(ClientSupport client, ClassFiles files) {
        try {
            return client.describe(files);
        } catch (Throwable t) {
            return client.name();
        }
    }

    /** The client and its version. */
    String name() {
        return name;
    }

    /** By class name, with slashes; none if it is to stay as it is. */
    Map<String, ClassEdits> edits() {
        return obstacle() == null ? edits : Map.of();
    }

    boolean isKnown() {
        return misfits.isEmpty();
    }

    /** Null: there is none. */
    String obstacle() {
        return isKnown() ? obstacle : misfits.toString();
    }
}

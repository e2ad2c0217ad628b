package dev.prewarm.agent;

import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.ClassWeaver;
import dev.prewarm.agent.weave.Member;
import dev.prewarm.report.ClientList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Weaves a client, all or nothing: at the first of its classes all edits are tried on the class files of its loader, and
 * one that does not fit leaves it stock, with one WARN. Thread-safe.
 */
final class Weaver {
    private static final Map<String, ClassEdits> STOCK = Map.of();

    private final Client client;
    private final Prewarm prewarm;
    private final ClientList clients;
    private final Logger log;
    private final WeakIdentityMap<Map<String, ClassEdits>> byLoader = new WeakIdentityMap<>();

    /** @param clients where to tell what became of it */
    Weaver(Client client, Prewarm prewarm, ClientList clients, Logger log) {
        this.client = client;
        this.prewarm = prewarm;
        this.clients = clients;
        this.log = log;
    }

    /** The woven class file, or null to leave the class as it is. */
    byte[] weave(ClassLoader loader, String className, byte[] classFile) {
        ClassEdits edits = editsFor(loader).get(className);
        if (edits == null) {
            return null;
        }
        try {
            ClassWeaver weaver = new ClassWeaver(edits);
            byte[] woven = weaver.weave(classFile);
            if (weaver.missing().isEmpty()) {
                return woven;
            }
            giveUp(loader, "another agent may have changed it: " + weaver.missing());
        } catch (RuntimeException | LinkageError e) {
            giveUp(loader, e.toString());
        }
        return null;
    }

    private synchronized Map<String, ClassEdits> editsFor(ClassLoader loader) {
        Map<String, ClassEdits> edits = byLoader.get(loader);
        if (edits == null) {
            edits = tryAll(loader);
            byLoader.put(loader, edits);
        }
        return edits;
    }

    private Map<String, ClassEdits> tryAll(ClassLoader loader) {
        List<String> obstacles = new ArrayList<>();
        Map<String, ClassEdits> byClass = new HashMap<>();
        ClassFiles files = new ClassFiles(loader);
        try {
            for (ClassEdits edits : client.edits(files)) {
                ClassWeaver trial = new ClassWeaver(edits);
                trial.weave(files.read(edits.className()));
                obstacles.addAll(trial.missing());
                for (Member member : trial.used()) {
                    if (!isOurs(member) && !files.has(member)) {
                        obstacles.add("there is no " + member);
                    }
                }
                byClass.put(edits.className(), edits);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            obstacles.add(e.toString());
        }
        if (!obstacles.isEmpty()) {
            String name = client.describe(files);
            log.warn("{} is not one that Prewarm knows and stays as it is: {}", name, obstacles);
            clients.tell(name, false, "not one that Prewarm knows: " + obstacles);
            return STOCK;
        }
        if (byClass.isEmpty()) {
            return STOCK;
        }
        client.connectTo(prewarm);
        String name = client.describe(files);
        log.info("{} draws on warm connections", name);
        clients.tell(name, true, "");
        return byClass;
    }

    private static boolean isOurs(Member member) {
        return member.owner().startsWith("dev/prewarm/");
    }

    private synchronized void giveUp(ClassLoader loader, String why) {
        byLoader.put(loader, STOCK);
        client.disconnect(loader);
        String name = client.describe(new ClassFiles(loader));
        log.warn("{} could not be woven and opens all its connections itself: {}", name, why);
        clients.tell(name, false, "could not be woven: " + why);
    }
}

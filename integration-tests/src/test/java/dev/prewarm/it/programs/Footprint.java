package dev.prewarm.it.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to be seen in this JVM after some requests by each client. Arguments: {@code url}, several separated by
 * commas; {@code n}, how many of each. Prints {@code thread NAME}, with {@code daemon} before the name of a daemon, {@code
 * open MODULE/PACKAGE} for each package of the JDK that the boot loader's unnamed module may look into, and {@code listening
 * N}, the number of ports that this process listens on; then {@code ready}, and ends when a line comes on stdin.
 */
public final class Footprint {
    private static final String LISTENS = "0A";

    private Footprint() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        for (String name : Caller.NAMES) {
            try (Caller caller = Caller.of(name)) {
                for (String url : options.text("url", "").split(",")) {
                    for (int i = 0; i < options.number("n", 1); i++) {
                        caller.get(url);
                        Thread.sleep(100);
                    }
                }
            }
        }
        threads().forEach(System.out::println);
        opened().forEach(System.out::println);
        System.out.println("listening " + listening());
        System.out.println("ready");
        System.in.read();
        System.exit(0);
    }

    private static TreeSet<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> "thread " + (thread.isDaemon() ? "daemon " : "") + thread.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> opened() {
        Module agents = new ClassLoader(null) {}.getUnnamedModule();
        try {
            agents =
                    Class.forName("dev.prewarm.agent.PrewarmAgent", false, null).getModule();
        } catch (ClassNotFoundException withoutAgent) {
            // Nothing is opened to a module that nobody else is in.
        }
        Module to = agents;
        TreeSet<String> opened = new TreeSet<>();
        for (Module module : ModuleLayer.boot().modules()) {
            module.getPackages().stream()
                    .filter(each -> module.isOpen(each, to))
                    .forEach(each -> opened.add("open " + module.getName() + "/" + each));
        }
        return opened;
    }

    private static long listening() throws IOException {
        Path descriptors = Paths.get("/proc/self/fd");
        List<String> sockets;
        try (Stream<Path> all = Files.list(descriptors)) {
            sockets = all.map(Footprint::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toList());
        }
        long count = 0;
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            count += Files.readAllLines(Paths.get(table)).stream()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(cells -> cells.length > 9 && cells[3].equals(LISTENS) && sockets.contains(cells[9]))
                    .count();
        }
        return count;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}

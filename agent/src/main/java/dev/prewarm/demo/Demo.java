package dev.prewarm.demo;

import dev.prewarm.agent.cli.CommandFailure;
import dev.prewarm.agent.cli.DemoRunner;
import dev.prewarm.agent.cli.DemoSettings;
import dev.prewarm.agent.cli.Terminal;
import dev.prewarm.demo.picture.Picture;
import dev.prewarm.demo.picture.SvgPicture;
import dev.prewarm.demo.picture.Table;
import dev.prewarm.demo.upstream.Certificate;
import dev.prewarm.demo.upstream.ClosingUpstream;
import dev.prewarm.demo.upstream.Distance;
import dev.prewarm.demo.upstream.Relay;
import dev.prewarm.demo.workload.Clients;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/** The demo, from the outside: an upstream at a distance, two runs per client, a table and a picture. */
public final class Demo implements DemoRunner {
    private static final Duration KEYTOOL_LIMIT = Duration.ofSeconds(30);

    private final PrintStream out = System.out;

    /** Loaded by name, from the jar within the jar. */
    public Demo() {}

    @Override
    public List<String> clients() {
        return Clients.ids();
    }

    @Override
    public int run(DemoSettings settings) throws InterruptedException {
        Terminal terminal = Terminal.of(settings.ansi());
        ClientJars jars = ClientJars.in(settings.clientJars());
        List<Clients> clients = jars.choose(settings.clients());
        introduce(settings);
        if (settings.clients().isEmpty()) {
            jars.missing().ifPresent(line -> out.println("Left out, " + line + System.lineSeparator()));
        }
        try (ChildProcesses children = new ChildProcesses()) {
            Path certificate = makeCertificate(children, settings.directory());
            List<Comparison> all = compare(settings, clients, jars, children, certificate, new Progress(out, terminal));
            for (Comparison each : all) {
                out.println();
                out.print(Table.of(each));
                out.println();
                out.print(Picture.of(each, terminal));
                if (each.disturbed()) {
                    out.println();
                    out.println("Don't rely on these figures: this machine's processors were busy, with this or other");
                    out.println("work, and then two runs differ whatever is run. Try again on a quiet machine.");
                }
            }
            if (settings.svg().isPresent()) {
                write(
                        SvgPicture.of(all, settings.rtt(), settings.rate()),
                        settings.svg().get());
            }
            boolean failures = all.stream()
                    .anyMatch(each -> each.without().failed() + each.with().failed() > 0);
            return failures ? 1 : 0;
        }
    }

    private void introduce(DemoSettings settings) {
        out.printf(
                Locale.ROOT,
                "An https upstream that closes after each answer, %s ms away; %s requests/s; Java %s.%n%n",
                number(settings.rtt().toNanos() / 1e6),
                number(settings.rate()),
                System.getProperty("java.version"));
        out.println("The distance is a model: a relay in this JVM holds bytes back for half a round");
        out.println("trip each way, and charges a new connection one round trip for its TCP handshake.");
        out.println("Bandwidth, loss and slow start are not in it: measuring a real upstream is better.");
        out.println();
        out.println("Requests are due at random (Poisson, alike in both runs), latency counts from then.");
        out.printf(
                Locale.ROOT,
                "The first %s s of each run are warm-up: JIT, and the agent's first connections.%n%n",
                number(Workbench.WARM_UP.toMillis() / 1e3));
    }

    private static Path makeCertificate(ChildProcesses children, Path directory) throws InterruptedException {
        Path file = directory.resolve("upstream.p12");
        List<String> said = new ArrayList<>();
        ChildProcesses.Ended keytool =
                children.run("keytool", Certificate.keytoolArguments(file), KEYTOOL_LIMIT, said::add);
        if (keytool.code() != 0 || !Files.exists(file)) {
            said.addAll(keytool.stderr());
            throw new CommandFailure("keytool made no certificate: " + String.join("; ", said));
        }
        return file;
    }

    private static List<Comparison> compare(
            DemoSettings settings,
            List<Clients> clients,
            ClientJars jars,
            ChildProcesses children,
            Path certificate,
            Progress progress)
            throws InterruptedException {
        try {
            SSLContext context = Certificate.serverContext(certificate);
            try (ClosingUpstream upstream = ClosingUpstream.start(context.getServerSocketFactory());
                    Relay relay = Relay.start(new Distance(settings.rtt()), upstream.address())) {
                Workbench workbench = new Workbench(
                        settings, settings.duration(clients.size()), jars, children, relay, certificate, progress);
                workbench.rehearse(clients.get(0));
                List<Comparison> all = new ArrayList<>();
                for (Clients client : clients) {
                    all.add(workbench.compare(client));
                }
                return all;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure("could not set up the upstream", e);
        }
    }

    private void write(String svg, Path file) {
        try {
            Files.writeString(file, svg);
            out.println();
            out.println("Wrote " + file);
        } catch (IOException e) {
            throw new CommandFailure("could not write " + file, e);
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}

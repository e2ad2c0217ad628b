package dev.prewarm.it.programs;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.concurrent.Callable;
import javax.management.MBeanServer;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A program that uses an HTTP client, and next to it connects by hand to the very same places. Arguments: {@code http} and
 * {@code https}, origins; {@code agent}: whether there is one. Prints what came of each way of connecting, and {@code by
 * hand http=N https=N}, how many these were; then the counters.
 */
public final class Bystanders {
    private static final int LOOKS = 1_000;
    private static final long LOOK_MILLIS = 20;

    private final Options options;
    private int toHttp;
    private int toHttps;

    private Bystanders(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        Bystanders all = new Bystanders(new Options(args));
        all.warmUp();
        all.connect();
        System.out.println("by hand http=" + all.toHttp + " https=" + all.toHttps);
        JmxDump.lines(all.options.flag("agent")).forEach(System.out::println);
        System.exit(0);
    }

    private void warmUp() throws Exception {
        Caller caller = Caller.of("jdk");
        for (String name : new String[] {"http", "https"}) {
            String origin = options.text(name, "");
            for (int i = 0; i < 4; i++) {
                caller.get(origin + "/");
            }
            for (int i = 0; options.flag("agent") && i < LOOKS && !isReady(AgentCounters.ofOrigin(origin)); i++) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private static boolean isReady(AgentCounters counters) {
        return counters.get("Warm") > 0 && counters.get("Opening") == 0;
    }

    private void connect() throws Exception {
        int http = URI.create(options.text("http", "")).getPort();
        int https = URI.create(options.text("https", "")).getPort();
        toHttp("Socket", () -> ByHand.socket(http));
        toHttp("Socket with a timeout", () -> ByHand.socketWithTimeout(http));
        toHttp("subclass of Socket", () -> ByHand.subclass(http));
        toHttp("SocketFactory", () -> ByHand.factory(http));
        toHttp("SocketChannel", () -> ByHand.blockingChannel(http));
        toHttp("SocketChannel with a selector", () -> ByHand.selectedChannel(http));
        toHttp("AsynchronousSocketChannel", () -> ByHand.asynchronousChannel(http));
        toHttp("HttpURLConnection", () -> ByHand.urlConnection(http, "http"));
        toHttps("SSLSocket", () -> ByHand.sslSocket(https));
        toHttps("SSLSocket over a Socket", () -> ByHand.sslOverSocket(https));
        toHttps("HttpsURLConnection", () -> ByHand.urlConnection(https, "https"));
        tell("ServerSocket", ByHand::serverSocket);
        tell("unix socket", ByHand::unixSocket);
        tell("JMX remote", Bystanders::jmxRemote);
    }

    private void toHttp(String way, Callable<String> connect) throws Exception {
        tell(way, connect);
        toHttp++;
    }

    private void toHttps(String way, Callable<String> connect) throws Exception {
        tell(way, connect);
        toHttps++;
    }

    private static void tell(String way, Callable<String> connect) throws Exception {
        System.out.println(way + ": " + connect.call());
    }

    private static String jmxRemote() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        JMXConnectorServer connectors = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://localhost"), null, server);
        connectors.start();
        try (JMXConnector connector = JMXConnectorFactory.connect(connectors.getAddress())) {
            return connector.getMBeanServerConnection().getDefaultDomain();
        } finally {
            connectors.stop();
        }
    }
}

package dev.prewarm.it.contract;

import dev.prewarm.it.programs.Options;
import dev.prewarm.it.programs.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays all {@link CutRow}s with one client, side by side: each at an address, and so an origin, of its own; the server is
 * in this JVM, too. Arguments: {@code driver}: a class; {@code trust}: a PKCS12 file; {@code port}; {@code repeats}: methods
 * that the client repeats by its own rule; {@code hits}: {@code all} rows are to be hits, those that {@code may} be repeated,
 * or {@code none}. For each row it prints {@code row NAME seen=.. hits=.. conclusive=.. OUTCOME}, then {@code done}.
 */
public final class NeverTwiceProgram {
    /** Each at an address of its own. */
    static final int TRIES = 6;

    /** As many begin at once as two processors serve before the agent would take an early end for a late one. */
    private static final int APART_MILLIS = 8;

    /** On a busy machine what ended early is seen late, and is rightly not repeated; another try shows more. */
    private static final long LATE_NANOS = 40_000_000;

    /** And two round trips seem to be so long that what ends later than this may have crossed the request, too. */
    private static final int SLOW_MILLIS = 100;

    private static final int BODY = 100;

    /** The name of a row that is like no other: a request whose first connection is the client's own. */
    static final String COLD_FIRST = "COLD_FIRST";

    private final Options options;
    private final List<String> repeats;
    private final String wanted;
    private final CuttingServer server;
    private final Driver driver;
    private final Setup setup;
    private final Driver.Session session;
    private final Driver.Way way;

    private NeverTwiceProgram(Options options) throws Exception {
        this.options = options;
        repeats = List.of(options.text("repeats", "").split(","));
        wanted = options.text("hits", "none");
        server = new CuttingServer(options.number("port", 0));
        driver = (Driver)
                Class.forName(options.text("driver", "")).getConstructor().newInstance();
        way = driver.ways().get(0);
        setup = Setup.plain(options.text("trust", "")).with(Ability.LIMIT, "1000");
        session = driver.open(setup);
    }

    /** With two addresses. */
    static String otherOrigin(int port) {
        return "http://two.example:" + port;
    }

    /** As a user names it. */
    static String origin(int row, int attempt, int port) {
        return "http://" + host(row, attempt) + ":" + port;
    }

    private static String host(int row, int attempt) {
        return "127." + (10 + attempt) + "." + row / 200 + "." + (1 + row % 200);
    }

    public static void main(String[] args) throws Exception {
        NeverTwiceProgram program = new NeverTwiceProgram(new Options(args));
        List<CutRow> rows = CutRow.all();
        ExecutorService players = Executors.newFixedThreadPool(rows.size(), task -> {
            Thread thread = new Thread(task, "player");
            thread.setDaemon(true);
            return thread;
        });
        List<Future<String>> playing = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            playing.add(players.submit(() -> program.play(rows.get(row), row)));
            Thread.sleep(APART_MILLIS);
        }
        for (int i = 0; i < rows.size(); i++) {
            System.out.println("row " + rows.get(i) + " " + playing.get(i).get());
        }
        System.out.println("row " + COLD_FIRST + " " + program.playColdFirst());
        System.out.println("done");
        System.exit(0);
    }

    private String play(CutRow row, int number) throws Exception {
        String result = "";
        boolean conclusive = false;
        for (int attempt = 0; attempt < TRIES && !conclusive; attempt++) {
            String origin = origin(number, attempt, options.number("port", 0));
            session.exchange(new Ask("GET", origin + "/"), way).play();
            boolean wantsHit = wanted.equals("all") || wanted.equals("may") && row.mayBeRepeated(repeats);
            AwaitedStock.awaitWanted(origin);
            int hitsBefore = AwaitedStock.hits(origin);
            CuttingServer.Script script = server.cutNext(row, host(number, attempt));
            long start = System.nanoTime();
            String outcome = send(session, row, origin);
            boolean late = System.nanoTime() - start > LATE_NANOS;
            int hits = AwaitedStock.hits(origin) - hitsBefore;
            conclusive =
                    !wantsHit || hits > 0 && AwaitedStock.leadMillis(origin) < SLOW_MILLIS && !(row.isUnread() && late);
            result = "seen=" + script.seen() + " hits=" + hits + " conclusive=" + conclusive + " " + outcome;
        }
        return result;
    }

    /** Stock is at the second address only; both end the connection when they have read the request. */
    private String playColdFirst() throws Exception {
        if (driver.lacks().containsKey(Ability.ADDRESSES)) {
            return "";
        }
        String first = "127.9.0.1";
        String second = "127.9.0.2";
        String origin = otherOrigin(options.number("port", 0));
        try (Driver.Session toSecond = driver.open(setup.with(Ability.ADDRESSES, second));
                Driver.Session toBoth = driver.open(setup.with(Ability.ADDRESSES, first + "," + second))) {
            toSecond.exchange(new Ask("GET", origin + "/"), way).play();
            AwaitedStock.awaitWanted(origin);
            CutRow row = CutRow.coldFirst();
            CuttingServer.Script script = server.cutNext(row, first, second);
            String outcome = send(toBoth, row, origin);
            return "seen=" + script.seen() + " hits=" + AwaitedStock.hits(origin) + " " + outcome;
        }
    }

    private String send(Driver.Session session, CutRow row, String origin) {
        Ask ask = new Ask(row.method, origin + "/");
        if (row.body != Ask.Body.NONE) {
            ask.body(row.body, BODY);
        }
        try {
            return session.exchange(ask, way).play();
        } catch (Throwable t) {
            return Outcome.of(t);
        }
    }
}

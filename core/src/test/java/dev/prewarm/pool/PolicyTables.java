package dev.prewarm.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tables of docs/simulated-upstreams.md, to standard output; that page says how to run it. */
final class PolicyTables {
    static final double[] RATES = {0.05, 0.1, 0.3, 1, 3, 10, 30, 100, 500};
    static final long[] LEADS = {5, 50, 150};
    static final int[] BURSTS = {5, 20, 50};
    static final long[] APART = {2, 5, 10};
    private static final double[] AUTO_RATES = {1, 10, 100, 200};
    private static final double[] POST_RATES = {1, 3, 20, 100};
    private static final int[] WORKERS = {1, 2, 3, 4, 8, 16};
    private static final int STANDBY = 8;
    private static final int REQUESTS = 20_000;
    private static final long HOUR = 3600;

    private PolicyTables() {}

    static List<String> poisson() {
        List<String> rows = new ArrayList<>();
        for (double rate : RATES) {
            rows.add(poisson(rate));
        }
        return rows;
    }

    static String poisson(double rate) {
        StringBuilder row = new StringBuilder("| " + plain(rate) + "/s");
        for (long lead : LEADS) {
            row.append(compared(new SteadyTraffic(lead).poisson(rate, 60, seconds(rate))));
        }
        return row + " |";
    }

    private static long seconds(double rate) {
        return Math.max(100, (long) (REQUESTS / rate));
    }

    static String bursts(int size, long apart) {
        StringBuilder row = new StringBuilder("| " + size + " each " + apart + " s");
        for (long lead : LEADS) {
            row.append(compared(new SteadyTraffic(lead).burstsOf(size, apart, 102)));
        }
        return row + " |";
    }

    static String onOff(double rate, long on, long off) {
        StringBuilder row = new StringBuilder("| " + plain(rate) + "/s for " + on + " s, none for " + off + " s");
        for (long lead : LEADS) {
            row.append(compared(new SteadyTraffic(lead).onOff(rate, on, off, 51)));
        }
        return row + " |";
    }

    private static String compared(SteadyTraffic traffic) {
        Rivals ideal = traffic.clairvoyant();
        Rivals squid = traffic.squid(STANDBY);
        return cell(traffic.hitRatio(), traffic.openedPerRequest())
                + cell(ideal.hitRatio(), ideal.openedPerRequest())
                + cell(squid.hitRatio(), squid.openedPerRequest());
    }

    private static String cell(double hits, double opened) {
        return String.format(Locale.ROOT, " | %.1f %.2f", 100 * hits, opened);
    }

    private static String plain(double rate) {
        return rate == Math.rint(rate) ? String.valueOf((long) rate) : String.valueOf(rate);
    }

    static String auto(double rate) {
        StringBuilder row = new StringBuilder("| " + plain(rate) + "/s");
        for (long lead : LEADS) {
            SteadyTraffic traffic = SteadyTraffic.auto(lead).poisson(rate, 60, seconds(rate));
            row.append(cell(traffic.hitRatio(), traffic.openedPerRequest()));
        }
        return row + " |";
    }

    static String posts(double rate) {
        StringBuilder row = new StringBuilder("| " + plain(rate) + "/s");
        for (long lead : LEADS) {
            SteadyTraffic traffic = new SteadyTraffic(lead).unsafe(1).poisson(rate, 60, seconds(rate));
            row.append(cell(traffic.hitRatio(), traffic.openedPerRequest()));
        }
        return row + " |";
    }

    static String harm(boolean auto, int workers, double rate) {
        SilenceTies one = new SilenceTies(auto, workers, 1).traffic(rate, HOUR).run();
        SimStranger stranger = one.stranger();
        return "| " + (auto ? "auto" : "named") + " | " + workers + " | " + plain(rate) + "/s | " + one.convictions()
                + " | " + one.oursDelayed() + " | " + one.strangerDelayed() + " of " + stranger.requests() + " | "
                + one.strangerStalled() + " | "
                + one.worstDelay() / 1_000_000 + " ms | "
                + String.format(Locale.ROOT, "%.1f", 100 * one.hitRatio()) + " |";
    }

    private static void print(String title, String header, List<String> rows) {
        System.out.println("**" + title + "**\n\n" + header + "\n|"
                + "---|".repeat((int) header.chars().filter(c -> c == '|').count() - 1));
        rows.forEach(System.out::println);
        System.out.println();
    }

    public static void main(String[] args) {
        String three = java.util.Arrays.stream(LEADS)
                .mapToObj(lead -> "| " + lead + " ms: Prewarm | ideal | squid ")
                .collect(Collectors.joining());
        print("Poisson", "| requests " + three + "|", poisson());
        List<String> bursts = new ArrayList<>();
        for (int size : BURSTS) {
            for (long apart : APART) {
                bursts.add(bursts(size, apart));
            }
        }
        print("Bursts, within 20 ms", "| requests " + three + "|", bursts);
        print(
                "On and off",
                "| requests " + three + "|",
                List.of(onOff(1, 10, 20), onOff(20, 5, 5), onOff(20, 10, 60), onOff(100, 10, 20)));
        List<String> unnamed = new ArrayList<>();
        for (double rate : AUTO_RATES) {
            unnamed.add(auto(rate));
        }
        print("Poisson, `auto`", "| requests | 5 ms | 50 ms | 150 ms |", unnamed);
        List<String> posts = new ArrayList<>();
        for (double rate : POST_RATES) {
            posts.add(posts(rate));
        }
        print("POST (`fresh`)", "| requests | 5 ms | 50 ms | 150 ms |", posts);
        List<String> harm = new ArrayList<>();
        for (boolean auto : new boolean[] {true, false}) {
            for (int workers : WORKERS) {
                harm.add(harm(auto, workers, 0.2));
                harm.add(harm(auto, workers, 2));
                harm.add(harm(auto, workers, 10));
            }
        }
        print(
                "Workers that silence ties, one hour",
                "| mode | workers | requests | convictions | of ours delayed | of the stranger's | for over 200 ms | longest | hits % |",
                harm);
    }
}

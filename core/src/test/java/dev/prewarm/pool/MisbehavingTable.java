package dev.prewarm.pool;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Two hours with each server that misbehaves, at each of two rates, named. Arguments: the first seed and how many (even ones are
 * https); {@code each} for a line of each run; a part of a name, if one is meant.
 */
final class MisbehavingTable {
    private static final double[] RATES = {0.5, 5};
    private static final long HOURS = 2;

    private MisbehavingTable() {}

    static void run(MisbehavingSum sum, Consumer<Misbehaving> trouble, long seed, double perSecond) {
        MisbehavingBooks cold =
                new Misbehaving(trouble, seed, false, HOURS).run(perSecond).books();
        sum.add(new Misbehaving(trouble, seed, true, HOURS).run(perSecond), cold);
    }

    private static void print(String name, Consumer<Misbehaving> trouble, long first, long count, boolean each) {
        MisbehavingSum all = new MisbehavingSum();
        for (long seed = first; seed < first + count; seed++) {
            for (double rate : RATES) {
                run(all, trouble, seed, rate);
                if (each) {
                    MisbehavingSum one = new MisbehavingSum();
                    run(one, trouble, seed, rate);
                    System.out.println(one.row(name + ", " + rate + "/s, seed " + seed) + " " + one.failures());
                }
            }
        }
        if (!each) {
            System.out.println(all.row(name));
        }
    }

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        long count = Long.parseLong(args[1]);
        boolean each = args.length > 2 && args[2].equals("each");
        String part = args.length > 2 && !each ? args[2] : args.length > 3 ? args[3] : "";
        System.out.println(MisbehavingSum.header());
        for (Map.Entry<String, Consumer<Misbehaving>> one : SimTroubles.all().entrySet()) {
            if (one.getKey().contains(part)) {
                print(one.getKey(), one.getValue(), first, count, each);
            }
        }
    }
}

package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.HOURS;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Some hours with each server that misbehaves, at each of two rates. Arguments: the first seed and how many (even ones are
 * https), how many hours, what its name is to match, if not all are meant, and {@code auto} if it is not to be named.
 */
final class MisbehavingTable {
    private static final double[] RATES = {0.5, 5};

    private final long first;
    private final long count;
    private final long hours;
    private final String origins;

    private MisbehavingTable(String[] args) {
        first = Long.parseLong(args[0]);
        count = Long.parseLong(args[1]);
        hours = Long.parseLong(args[2]);
        origins = args.length > 4 ? args[4] : Misbehaving.NAMED;
    }

    private String row(String name, Consumer<Misbehaving> trouble) {
        MisbehavingSum all = new MisbehavingSum();
        for (long seed = first; seed < first + count; seed++) {
            for (double rate : RATES) {
                all.add(
                        run(trouble, seed, origins, rate),
                        run(trouble, seed, "", rate).books());
            }
        }
        return all.row(name);
    }

    private Misbehaving run(Consumer<Misbehaving> trouble, long seed, String origins, double perSecond) {
        return new Misbehaving(trouble, seed, origins, HOURS.toNanos(hours)).run(perSecond);
    }

    public static void main(String[] args) {
        Pattern names = Pattern.compile(args.length > 3 ? args[3] : "");
        MisbehavingTable table = new MisbehavingTable(args);
        System.out.println(MisbehavingSum.header());
        for (Map.Entry<String, Consumer<Misbehaving>> one : SimTroubles.all().entrySet()) {
            if (names.matcher(one.getKey()).find()) {
                System.out.println(table.row(one.getKey(), one.getValue()));
            }
        }
    }
}

package dev.prewarm.it.kit;

import java.util.SplittableRandom;

/**
 * One request of a soak: what it is, and what becomes of it, drawn from a seed and its number alone. So client and server
 * agree about it, and so do two runs.
 */
public final class SoakRequest {
    /** What a server does with the request when it has read it, or a client before it has its answer. */
    public enum Fate {
        ANSWERED,
        CHUNKED,
        /** Answered after a while. */
        STALLED,
        PAGE_408,
        PAGE_503,
        /** FIN without an answer. */
        FIN,
        /** RST without an answer. */
        RST,
        FIN_IN_BODY,
        RST_IN_BODY,
        /** The client takes the head of the answer, and does not read its long body. */
        UNREAD,
        /** Never answered: the client's timeout ends it. */
        UNANSWERED,
        /** Never answered: the client cancels it. */
        CANCELLED,
        /** Answered, and cancelled at about that time. */
        CANCELLED_MEANWHILE;

        /** How many in a thousand, besides one of each kind. */
        private static final int[] SHARES = {0, 100, 10, 2, 2, 6, 6, 4, 4, 6, 0, 6, 20};
    }

    private static final String[] METHODS = {"GET", "GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE"
    };
    private static final int THOUSAND = 1_000;
    private static final int LONG_BODY = 400_000;

    public final int number;
    public final String method;
    /** Of its first attempt. */
    public final Fate fate;
    /** Of a stall, or until a cancel. */
    public final int millis;

    private final int place;
    private final int bodyLength;
    private final int answerLength;
    private final boolean fateStays;

    public SoakRequest(long seed, int number) {
        SplittableRandom lot = new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L);
        this.number = number;
        this.method = METHODS[lot.nextInt(METHODS.length)];
        this.fate = fate(number, lot.nextInt(THOUSAND));
        this.place = lot.nextInt(THOUSAND);
        this.bodyLength = 1 + lot.nextInt(4_000);
        this.answerLength = fate == Fate.UNREAD ? LONG_BODY : lot.nextInt(8_000);
        this.fateStays = lot.nextInt(4) == 0;
        this.millis = fate == Fate.CANCELLED_MEANWHILE ? lot.nextInt(4) : 50 + lot.nextInt(250);
    }

    /** Each kind once in a thousand, one after the other, and the shares besides. */
    private static Fate fate(int number, int lot) {
        Fate[] fates = Fate.values();
        if (number % THOUSAND < fates.length) {
            return fates[number % THOUSAND];
        }
        int below = 0;
        for (Fate each : fates) {
            below += Fate.SHARES[each.ordinal()];
            if (lot < below) {
                return each;
            }
        }
        return Fate.ANSWERED;
    }

    /** @param attempt from 1, as the server counts those that it reads */
    Fate fate(int attempt) {
        boolean again = attempt == 1 || fateStays || fate == Fate.UNANSWERED || fate == Fate.CANCELLED;
        return again ? fate : Fate.ANSWERED;
    }

    /** Which of so many upstreams it goes to: half of all go to the first two. */
    public int upstream(int count) {
        return place < THOUSAND / 2 ? place % 2 : place % count;
    }

    public boolean hasBody() {
        return method.equals("POST") || method.equals("PUT");
    }

    public byte[] body() {
        return bytes(bodyLength);
    }

    byte[] answer() {
        return bytes(answerLength);
    }

    /** Whether its client may find no answer, or one that asks it to come again. */
    boolean isRefused() {
        switch (fate) {
            case FIN:
            case RST:
            case RST_IN_BODY:
            case PAGE_408:
            case PAGE_503:
                return true;
            default:
                return false;
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + (number + i) % 26);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return number + " " + method + " " + fate;
    }
}

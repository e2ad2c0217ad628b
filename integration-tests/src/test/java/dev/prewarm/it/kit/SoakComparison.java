package dev.prewarm.it.kit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Two runs of the same soak, without the agent and with it, request by request. */
public final class SoakComparison {
    /** How a request fared with the agent, beside how it did without. */
    public enum Verdict {
        SAME(true),
        /** Failed, or was refused, without the agent only. */
        BETTER(true),
        /** Cancelled at about the time of its answer, or what was answered before a reset was lost with it, or not. */
        EITHER(true),
        /** Failed as any does on a reused connection that its server ends at that moment: not repeated by the client. */
        CROSSED(true),
        /** Such a one that the client would have repeated, had it seen the end in time: a busy machine. */
        SEEN_LATE(true),
        /** The one repetition that the client allows was spent on such an end, and then the server refused the request. */
        SPENT(true),
        /** Failed with the agent only. */
        WORSE(false),
        /** Failed with both, but not alike. */
        FAILED_OTHERWISE(false),
        ANSWERED_OTHERWISE(false),
        /** Read by the server more often, and not because it cut the first one. */
        TWICE(false);

        private final boolean right;

        Verdict(boolean right) {
            this.right = right;
        }
    }

    /** What the agent takes for two round trips at the least, less what a busy machine needs to see it. */
    private static final int SEEN_IN_TIME_MILLIS = 40;

    private static final int SHOWN = 20;

    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private final List<String> wrong = new ArrayList<>();
    private final List<String> crossed = new ArrayList<>();

    /** @param repeats the methods that the client repeats by its own rule */
    public SoakComparison(long seed, List<String> repeats, SoakRun without, SoakRun with) {
        for (int i = 0; i < with.requests(); i++) {
            SoakRequest request = new SoakRequest(seed, i);
            Verdict verdict = verdict(request, repeats.contains(request.method), without, with);
            counts.merge(verdict, 1, Integer::sum);
            if (verdict == Verdict.CROSSED && crossed.size() < SHOWN) {
                crossed.add(i + " " + request.method);
            }
            if (!verdict.right && wrong.size() < SHOWN) {
                wrong.add(verdict + " " + request + "\n  without: " + without.of(i) + "\n  with:    " + with.of(i));
            }
        }
    }

    public int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** The first of those that are not as they should be. */
    public List<String> wrong() {
        return wrong;
    }

    private static Verdict verdict(SoakRequest request, boolean repeated, SoakRun without, SoakRun with) {
        int number = request.number;
        int mayBeRead = Math.max(1, without.read(number)) + (repeated && request.isRefused() ? 1 : 0);
        if (with.read(number) > mayBeRead) {
            return Verdict.TWICE;
        }
        if (request.fate == SoakRequest.Fate.CANCELLED_MEANWHILE) {
            return Verdict.EITHER;
        }
        String before = comparable(request, without.outcome(number));
        String after = comparable(request, with.outcome(number));
        if (before.equals(after)) {
            return Verdict.SAME;
        }
        if (isOk(after)) {
            return isOk(before) ? Verdict.ANSWERED_OTHERWISE : Verdict.BETTER;
        }
        if (request.fate == SoakRequest.Fate.RST_IN_BODY) {
            return Verdict.EITHER;
        }
        boolean metAnEnd = with.crossed(number) > 0 || with.read(number) == 0;
        if (metAnEnd && !repeated) {
            return Verdict.CROSSED;
        }
        if (metAnEnd && with.millis(number) > SEEN_IN_TIME_MILLIS) {
            return Verdict.SEEN_LATE;
        }
        if (metAnEnd && request.isRefused()) {
            return Verdict.SPENT;
        }
        return isOk(before) ? Verdict.WORSE : Verdict.FAILED_OTHERWISE;
    }

    private static boolean isOk(String outcome) {
        return outcome.startsWith("status=200 ");
    }

    /** But for what a client tells of an attempt that it repeated, and how it tells that it gave up itself. */
    private static String comparable(SoakRequest request, String outcome) {
        if (isOk(outcome)) {
            return outcome.replace(" prior=408", "");
        }
        switch (request.fate) {
            case CANCELLED:
                return "cancelled";
            case UNANSWERED:
                return outcome.replaceAll(":.*", "");
            default:
                return outcome.replace(" prior=408", "").replaceAll(" \\{suppressed [^}]*\\}", "");
        }
    }

    @Override
    public String toString() {
        return counts + "; of those that crossed the server's end of their connection: " + crossed;
    }
}

package dev.prewarm.pool;

import dev.prewarm.pool.sizing.WastedOpenings;

/** How many connections to one origin may be begun now, for stock or a trial, whatever is wanted. */
final class OpeningLimit<C> {
    private final OriginFacts facts;
    private final Stocks<C> stocks;
    private final Alarm alarm;

    OpeningLimit(OriginFacts facts, Stocks<C> stocks, Alarm alarm) {
        this.facts = facts;
        this.stocks = stocks;
        this.alarm = alarm;
    }

    int at(long now) {
        WastedOpenings waste = facts.waste();
        if (waste.forbids(now) || stocks.lastAsked() == null || now - stocks.lastTake() > facts.keptWarm()) {
            return 0;
        }
        // Those of which it is not known yet whether they come to nothing.
        return waste.isInARow() ? Math.max(0, 1 - stocks.youngerThan(now - WastedOpenings.FIRST)) : Integer.MAX_VALUE;
    }

    /** It is 0: to be looked at again when that may change by time alone. */
    void wakeWhenItMayGrow(long now) {
        if (facts.waste().forbids(now)) {
            alarm.wake(facts.waste().until(now));
        }
    }
}

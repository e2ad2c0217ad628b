package dev.prewarm.pool.status;

import java.util.Locale;

/** What Prewarm does about an origin. */
public enum OriginState {
    /** Watched only: nobody has named it. */
    OBSERVED("is observed"),
    EXCLUDED("is excluded"),
    /** By {@code auto}: it is not known yet whether it closes its connections. */
    LEARNING("is not warmed yet"),
    /** By {@code auto}: it closes, and its connections take no time. */
    NO_GAIN("is not worth warming"),
    /** It is to be seen first whether it suffers from silent connections. */
    ON_TRIAL("is on trial"),
    /** Stock is kept. */
    WARMING("is warming"),
    /** There is nothing to gain. */
    KEEPS_ALIVE("keeps its connections"),
    /** It suffers from silent connections, and is left alone. */
    SUSPENDED("is suspended"),
    /** What was opened came to nothing; tried again later. */
    BACKING_OFF("is backing off"),
    /** Its user has switched everything off at run time. */
    DISABLED("is disabled"),
    /** With {@code max=0}, or what would be opened ahead is none that its clients would make themselves. */
    OFF("is not warmed");

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String phrase;

    OriginState(String phrase) {
        this.phrase = phrase;
    }

    /** The name for programs: in JMX and {@code status --json}. */
    public String label() {
        return label;
    }

    /** For a person: what follows the origin in a sentence, before a colon and the reason. */
    public String phrase() {
        return phrase;
    }

    /** Whether it ends by itself, and stock is kept then. */
    boolean isTemporary() {
        return this == ON_TRIAL || this == SUSPENDED || this == BACKING_OFF;
    }

    /** The phrase of a label, which may be one that only another version knows. */
    public static String phraseOf(String label) {
        for (OriginState state : values()) {
            if (state.label.equals(label)) {
                return state.phrase;
            }
        }
        return "is " + label;
    }
}

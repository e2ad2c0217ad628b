package dev.prewarm.config;

/** How much Prewarm says, from least to most. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}

package dev.prewarm.wire;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * What the keeper's thread waits for: channels, deadlines, and tasks that others give it. Keeper thread only, unless a method
 * says otherwise.
 */
final class EventLoop {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Selector selector;
    private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
    private final Set<SelectorHandler> timed = new HashSet<>();
    private final Set<SelectorHandler> closing = new HashSet<>();
    private final int mostClosing;
    private final Logger log;

    /**
     * @param mostClosing how many may wait for their peer's end at once
     * @throws IOException if there is no selector to be had
     */
    EventLoop(int mostClosing, Logger log) throws IOException {
        this.mostClosing = mostClosing;
        this.log = log;
        this.selector = Selector.open();
    }

    /** Ends the wait, or the next one. Any thread. */
    void wakeUp() {
        selector.wakeup();
    }

    /** How many channels are registered: those of ours that are open and no client's. */
    int channels() {
        return selector.keys().size();
    }

    /** To be run by the keeper's thread. Any thread. */
    void submit(Runnable task) {
        submitted.add(task);
        wakeUp();
    }

    SelectionKey register(SocketChannel channel, SelectorHandler handler, int operations) throws IOException {
        return channel.register(selector, operations, handler);
    }

    /** It has a deadline, until {@link #done}. */
    void await(SelectorHandler handler) {
        timed.add(handler);
    }

    /** The same of one that waits for its peer's end; false if too many do already. */
    boolean awaitEnd(SelectorHandler handler) {
        if (closing.size() >= mostClosing) {
            return false;
        }
        closing.add(handler);
        timed.add(handler);
        return true;
    }

    void done(SelectorHandler handler) {
        timed.remove(handler);
        closing.remove(handler);
    }

    void runSubmitted() {
        for (Runnable task = submitted.poll(); task != null; task = submitted.poll()) {
            task.run();
        }
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return timed.isEmpty() && submitted.isEmpty();
    }

    /** On {@link Clock}; {@link Long#MAX_VALUE}: there is none. */
    long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (SelectorHandler handler : timed) {
            next = Math.min(next, handler.deadline());
        }
        return next;
    }

    /** Waits no longer than {@code nanos} for something to be ready, and deals with that and with what is overdue. */
    void select(long nanos) throws IOException {
        // An application that interrupts all threads it finds must not make this one spin.
        Thread.interrupted();
        if (!submitted.isEmpty() || nanos <= 0) {
            selector.selectNow();
        } else if (nanos > TimeUnit.DAYS.toNanos(1)) {
            selector.select();
        } else {
            selector.select((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            SelectorHandler handler = (SelectorHandler) key.attachment();
            if (key.isValid()) {
                handler.ready();
            }
        }
        selector.selectedKeys().clear();
        expireOverdue();
    }

    private void expireOverdue() {
        long now = Clock.now();
        List<SelectorHandler> overdue = new ArrayList<>(0);
        for (SelectorHandler handler : timed) {
            if (handler.deadline() <= now) {
                overdue.add(handler);
            }
        }
        overdue.forEach(SelectorHandler::expire);
    }

    /** Everything that has a deadline. */
    List<SelectorHandler> timed() {
        return new ArrayList<>(timed);
    }

    /** Lets go of everything that is registered. Needs no memory. */
    void dropAll() {
        timed.clear();
        closing.clear();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                ((SelectorHandler) key.attachment()).drop();
            }
        }
    }

    /** What was given to it and has not been run is forgotten. */
    void forgetSubmitted() {
        submitted.clear();
    }

    /** All that are registered, with their channels. Any thread. */
    void forEachRegistered(Consumer<SelectionKey> action) {
        try {
            selector.keys().forEach(action);
        } catch (ClosedSelectorException e) {
            // The keeper has ended, and closed it all.
        }
    }

    /** Any thread. */
    void closeQuietly(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.debug("close failed", e);
        }
    }

    /** For good; lets go of what was handed over and has not been forgotten yet. */
    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("close failed", e);
        }
    }
}

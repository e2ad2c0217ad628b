package dev.prewarm.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.util.Objects;
import java.util.Set;

/**
 * A socket that is nothing yet. It becomes one of two things later, once: the face of a connection that it adopts, or a
 * java.net.Socket ("cold") in all that it does. Until then options are recorded, so that no descriptor is opened that would
 * not be used; it sets them on what it becomes. Thread-safe as far as a socket is.
 */
abstract class DeferredSocket extends OptionedSocket {
    /** Its monitor guards what this socket becomes. */
    private final RecordedOptions recorded = new RecordedOptions();

    private volatile AdoptedConnection adopted;
    private boolean cold;

    /** The connection that it has adopted; null if there is none. */
    final AdoptedConnection adopted() {
        return adopted;
    }

    /**
     * Adopts that connection, with the options that were set on this socket before.
     *
     * @return false if this socket is cold already
     */
    final boolean adopt(WarmConnection warm, InetSocketAddress endpoint) throws IOException {
        try {
            synchronized (recorded) {
                if (cold) {
                    return false;
                }
                adopted = behindThis(warm, endpoint);
                recorded.replayOn(this);
                return true;
            }
        } catch (Throwable t) {
            synchronized (recorded) {
                adopted = null;
            }
            throw t;
        }
    }

    abstract AdoptedConnection behindThis(WarmConnection warm, InetSocketAddress endpoint) throws IOException;

    /** Closes what it has adopted, and is nothing again; null if there is nothing. */
    final AdoptedConnection letGo() throws SocketException {
        AdoptedConnection warm;
        synchronized (recorded) {
            warm = adopted;
            if (warm == null) {
                return null;
            }
            if (isClosedByClient()) {
                throw new SocketException("Socket closed");
            }
            adopted = null;
        }
        warm.discard();
        return warm;
    }

    /** Whether its client has closed it. */
    abstract boolean isClosedByClient();

    final boolean isCold() {
        synchronized (recorded) {
            return cold;
        }
    }

    /** From here on a java.net.Socket, with what was set on it before. No effect on one that has adopted a connection. */
    final void goCold() throws SocketException {
        synchronized (recorded) {
            if (adopted == null && !cold) {
                cold = true;
                try {
                    recorded.replayOn(this);
                } catch (IOException e) {
                    throw BlockingChannel.asSocketException(e);
                }
            }
        }
    }

    /** It is being closed, and adopts nothing any more; answers what it has adopted, or null. */
    final AdoptedConnection adoptsNoMore() {
        synchronized (recorded) {
            AdoptedConnection warm = adopted;
            cold |= warm == null;
            return warm;
        }
    }

    /** Recorded, or set on what was adopted. */
    @Override
    final boolean set(SocketOption<?> option, Object value) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            set(warm.socket, option, value);
        }
        synchronized (recorded) {
            if (!cold) {
                recorded.put(option, value);
            }
            return !cold;
        }
    }

    private static <T> void set(Socket adopted, SocketOption<T> option, Object value) throws SocketException {
        try {
            adopted.setOption(option, option.type().cast(value));
        } catch (IOException e) {
            throw BlockingChannel.asSocketException(e);
        }
    }

    @Override
    final <T> T get(SocketOption<T> option) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            try {
                return warm.socket.getOption(option);
            } catch (IOException e) {
                throw BlockingChannel.asSocketException(e);
            }
        }
        synchronized (recorded) {
            T value = cold ? null : recorded.get(option);
            if (value == null) {
                goCold();
            }
            return value;
        }
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            warm.socket.setSoTimeout(millis);
        } else if (isCold()) {
            super.setSoTimeout(millis);
            return;
        } else if (millis < 0) {
            throw new IllegalArgumentException("timeout can't be negative");
        }
        synchronized (recorded) {
            recorded.putTimeout(millis);
        }
    }

    @Override
    public int getSoTimeout() throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            return warm.socket.getSoTimeout();
        }
        synchronized (recorded) {
            return cold ? super.getSoTimeout() : recorded.timeout();
        }
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            warm.socket.setOOBInline(on);
        }
        synchronized (recorded) {
            if (!cold) {
                recorded.putOobInline(on);
                return;
            }
        }
        super.setOOBInline(on);
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        AdoptedConnection warm = adopted;
        if (warm != null) {
            return warm.socket.getOOBInline();
        }
        synchronized (recorded) {
            return cold ? super.getOOBInline() : recorded.oobInline();
        }
    }

    @Override
    public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
        Objects.requireNonNull(option);
        if (adopted == null && !RecordedOptions.isPlain(option, value)) {
            goCold();
        }
        return set(option, value) ? this : super.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        T value = get(Objects.requireNonNull(option));
        return value == null && adopted == null ? super.getOption(option) : value;
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return isCold() ? super.supportedOptions() : RecordedOptions.supported();
    }
}

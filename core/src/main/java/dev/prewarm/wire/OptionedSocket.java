package dev.prewarm.wire;

import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;

/** A socket whose options are set and got in one place, whatever method of java.net.Socket they are known by. */
abstract class OptionedSocket extends Socket {
    private static final int LONGEST_LINGER = 65_535;
    private static final int LARGEST_TRAFFIC_CLASS = 255;

    /** True if that is done; else the option is java.net.Socket's to set. */
    abstract boolean set(SocketOption<?> option, Object value) throws SocketException;

    /** Null if java.net.Socket is to be asked. */
    abstract <T> T get(SocketOption<T> option) throws SocketException;

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        if (!set(StandardSocketOptions.TCP_NODELAY, on)) {
            super.setTcpNoDelay(on);
        }
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        Boolean on = get(StandardSocketOptions.TCP_NODELAY);
        return on == null ? super.getTcpNoDelay() : on;
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        if (!set(StandardSocketOptions.SO_KEEPALIVE, on)) {
            super.setKeepAlive(on);
        }
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        Boolean on = get(StandardSocketOptions.SO_KEEPALIVE);
        return on == null ? super.getKeepAlive() : on;
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        if (!set(StandardSocketOptions.SO_REUSEADDR, on)) {
            super.setReuseAddress(on);
        }
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        Boolean on = get(StandardSocketOptions.SO_REUSEADDR);
        return on == null ? super.getReuseAddress() : on;
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        if (on && seconds < 0) {
            if (isClosed()) {
                throw new SocketException("Socket is closed");
            }
            throw new IllegalArgumentException("invalid value for SO_LINGER");
        }
        if (!set(StandardSocketOptions.SO_LINGER, on ? Math.min(seconds, LONGEST_LINGER) : -1)) {
            super.setSoLinger(on, seconds);
        }
    }

    @Override
    public int getSoLinger() throws SocketException {
        Integer seconds = get(StandardSocketOptions.SO_LINGER);
        return seconds == null ? super.getSoLinger() : seconds;
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        if (size <= 0 || !set(StandardSocketOptions.SO_SNDBUF, size)) {
            super.setSendBufferSize(size);
        }
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        Integer size = get(StandardSocketOptions.SO_SNDBUF);
        return size == null ? super.getSendBufferSize() : size;
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        if (size <= 0 || !set(StandardSocketOptions.SO_RCVBUF, size)) {
            super.setReceiveBufferSize(size);
        }
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        Integer size = get(StandardSocketOptions.SO_RCVBUF);
        return size == null ? super.getReceiveBufferSize() : size;
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        boolean good = trafficClass >= 0 && trafficClass <= LARGEST_TRAFFIC_CLASS;
        if (!good || !set(StandardSocketOptions.IP_TOS, trafficClass)) {
            super.setTrafficClass(trafficClass);
        }
    }

    @Override
    public int getTrafficClass() throws SocketException {
        Integer trafficClass = get(StandardSocketOptions.IP_TOS);
        return trafficClass == null ? super.getTrafficClass() : trafficClass;
    }
}

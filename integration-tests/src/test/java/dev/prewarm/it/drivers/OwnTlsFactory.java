package dev.prewarm.it.drivers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** A stranger's factory around the JDK's: who knows what it does to its sockets. */
final class OwnTlsFactory extends SSLSocketFactory {
    private final SSLSocketFactory to;

    OwnTlsFactory(SSLSocketFactory to) {
        this.to = to;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return to.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return to.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return to.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }
}

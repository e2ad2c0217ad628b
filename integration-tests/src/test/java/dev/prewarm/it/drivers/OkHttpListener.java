package dev.prewarm.it.drivers;

import dev.prewarm.it.programs.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** Notes what OkHttp tells its listener, and what its interceptors see. */
final class OkHttpListener extends EventListener {
    private final Events seen;

    OkHttpListener(Events seen) {
        this.seen = seen;
    }

    static Response intercept(Interceptor.Chain chain) throws IOException {
        Events events = chain.request().tag(Events.class);
        events.add("interceptor{");
        try {
            Response response = chain.proceed(chain.request());
            events.add("}" + response.code());
            return response;
        } catch (IOException e) {
            events.add("}" + e.getClass().getSimpleName());
            throw e;
        }
    }

    /** The connection is there, and nothing has been written. */
    static Response interceptNetwork(Interceptor.Chain chain) throws IOException {
        chain.request()
                .tag(Events.class)
                .add("network(" + chain.connection().route().socketAddress() + " "
                        + chain.connection().protocol() + " "
                        + text(chain.connection().socket()) + ")");
        return chain.proceed(chain.request());
    }

    private static String text(Socket socket) {
        try {
            return "bound=" + socket.isBound() + " connected=" + socket.isConnected() + " closed=" + socket.isClosed()
                    + " timeout=" + socket.getSoTimeout() + " nodelay=" + socket.getTcpNoDelay() + " keepalive="
                    + socket.getKeepAlive() + " linger=" + socket.getSoLinger() + " to="
                    + socket.getRemoteSocketAddress() + " from=" + socket.getLocalAddress() + " channel="
                    + socket.getChannel();
        } catch (SocketException closed) {
            return Outcome.of(closed);
        }
    }

    @Override
    public void proxySelectStart(Call call, HttpUrl url) {
        seen.add("proxySelectStart");
    }

    @Override
    public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
        seen.add("proxySelectEnd");
    }

    @Override
    public void dnsStart(Call call, String host) {
        seen.add("dnsStart(" + host + ")");
    }

    @Override
    public void dnsEnd(Call call, String host, List<InetAddress> addresses) {
        seen.add("dnsEnd(" + addresses.size() + ")");
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        seen.add("connectStart(" + address + ")");
    }

    @Override
    public void secureConnectStart(Call call) {
        seen.add("secureConnectStart");
    }

    @Override
    public void secureConnectEnd(Call call, Handshake handshake) {
        seen.add("secureConnectEnd(" + handshake.tlsVersion() + ")");
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
        seen.add("connectEnd(" + protocol + ")");
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, Protocol protocol, IOException failure) {
        seen.add("connectFailed(" + Outcome.of(failure) + ")");
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        seen.add("connectionAcquired(" + connection.protocol() + ")");
    }

    @Override
    public void connectionReleased(Call call, Connection connection) {
        seen.add("connectionReleased");
    }

    @Override
    public void requestHeadersStart(Call call) {
        seen.add("requestHeadersStart");
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        seen.add("requestHeadersEnd(" + request.headers().size() + ")");
    }

    @Override
    public void requestBodyStart(Call call) {
        seen.add("requestBodyStart");
    }

    @Override
    public void requestBodyEnd(Call call, long count) {
        seen.add("requestBodyEnd(" + count + ")");
    }

    @Override
    public void requestFailed(Call call, IOException failure) {
        seen.add("requestFailed(" + Outcome.of(failure) + ")");
    }

    @Override
    public void responseHeadersStart(Call call) {
        seen.add("responseHeadersStart");
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        seen.add("responseHeadersEnd(" + response.code() + ")");
    }

    @Override
    public void responseBodyStart(Call call) {
        seen.add("responseBodyStart");
    }

    @Override
    public void responseBodyEnd(Call call, long count) {
        seen.add("responseBodyEnd(" + count + ")");
    }

    @Override
    public void responseFailed(Call call, IOException failure) {
        seen.add("responseFailed(" + Outcome.of(failure) + ")");
    }

    @Override
    public void canceled(Call call) {
        seen.add("canceled");
    }

    @Override
    public void callStart(Call call) {
        seen.add("callStart");
    }

    @Override
    public void callEnd(Call call) {
        seen.add("callEnd");
    }

    @Override
    public void callFailed(Call call, IOException failure) {
        seen.add("callFailed(" + Outcome.of(failure) + ")");
    }
}

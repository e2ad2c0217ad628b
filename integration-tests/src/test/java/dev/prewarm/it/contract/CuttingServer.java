package dev.prewarm.it.contract;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A closing HTTP/1.1 server on all loopback addresses, in one thread. An address may have a script, or share one: how the
 * first requests that come are cut; those that follow are answered, as all are where there is none.
 */
final class CuttingServer {
    private static final byte[] ANSWER = bytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    private static final byte[] PAGE_408 =
            bytes("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Cut> due = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private final Selector selector = Selector.open();

    CuttingServer(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(port), 512);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::serve, "cutting-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on: the next requests to these addresses are cut so, as many as there are addresses. */
    Script cutNext(CutRow row, String... hosts) {
        Script script = new Script(row, hosts.length);
        for (String host : hosts) {
            scripts.put(host, script);
        }
        return script;
    }

    private void serve() {
        try {
            while (true) {
                long now = System.nanoTime();
                long wait = due.stream().mapToLong(cut -> cut.at - now).min().orElse(Long.MAX_VALUE);
                if (wait > 0) {
                    selector.select(wait == Long.MAX_VALUE ? 0 : wait / 1_000_000 + 1);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                cutWhatIsDue();
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept();
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.register(selector, SelectionKey.OP_READ, new StringBuilder());
            return;
        }
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            serve(channel, (StringBuilder) key.attachment(), key);
        } catch (IOException gone) {
            channel.close();
        }
    }

    /** @param request what was read of it; null: it is over, and the rest is read away */
    private void serve(SocketChannel channel, StringBuilder request, SelectionKey key) throws IOException {
        Script script = scripts.get(((InetSocketAddress) channel.getLocalAddress()).getHostString());
        boolean untouched = request != null && request.length() == 0;
        boolean cutsUnread = script != null && script.toCut > 0 && script.row.isUnread();
        // Readable, and nothing to read: the client ends it.
        if (untouched && cutsUnread && channel.socket().getInputStream().available() > 0) {
            script.toCut--;
            end(channel, key, script.row.end);
            return;
        }
        buffer.clear();
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        if (request == null) {
            return;
        }
        request.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        if (isWhole(request)) {
            key.attach(null);
            if (script != null) {
                script.seen++;
            }
            if (script == null || script.toCut == 0) {
                finish(channel, ANSWER);
            } else {
                script.toCut--;
                due.add(new Cut(channel, key, script.row));
            }
        }
    }

    private static boolean isWhole(StringBuilder request) {
        int head = request.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        String fields = request.substring(0, head).toLowerCase();
        int length = fields.indexOf("\r\ncontent-length:");
        if (length >= 0) {
            int at = fields.indexOf(':', length) + 1;
            int end = fields.indexOf("\r\n", at);
            int body =
                    Integer.parseInt(fields.substring(at, end < 0 ? head : end).trim());
            return request.length() >= head + 4 + body;
        }
        return !fields.contains("\r\ntransfer-encoding:") || request.indexOf("0\r\n\r\n", head) >= 0;
    }

    private void cutWhatIsDue() throws IOException {
        long now = System.nanoTime();
        for (Cut cut : List.copyOf(due)) {
            if (cut.at - now <= 0) {
                due.remove(cut);
                try {
                    end(cut.channel, cut.key, cut.end);
                } catch (IOException gone) {
                    cut.channel.close();
                }
            }
        }
    }

    private static void end(SocketChannel channel, SelectionKey key, CutRow.End how) throws IOException {
        key.attach(null);
        if (how == CutRow.End.RST) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } else {
            finish(channel, how == CutRow.End.PAGE_408 ? PAGE_408 : new byte[0]);
        }
    }

    /** FIN; what the client still sends is read away until its own, as a close over unread bytes would send RST. */
    private static void finish(SocketChannel channel, byte[] last) throws IOException {
        channel.write(ByteBuffer.wrap(last));
        channel.shutdownOutput();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What is to happen, and what has: written by the server's thread. */
    static final class Script {
        private final CutRow row;
        private int toCut;
        private volatile int seen;

        private Script(CutRow row, int toCut) {
            this.row = row;
            this.toCut = toCut;
        }

        /** Requests that were read whole. */
        int seen() {
            return seen;
        }
    }

    private static final class Cut {
        final SocketChannel channel;
        final SelectionKey key;
        final CutRow.End end;
        final long at;

        Cut(SocketChannel channel, SelectionKey key, CutRow row) {
            this.channel = channel;
            this.key = key;
            this.end = row.end;
            this.at = System.nanoTime() + row.moment.millis * 1_000_000L;
        }
    }
}

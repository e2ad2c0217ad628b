package dev.prewarm.wire;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLSession;

/** As whom a client has shown itself to a server. */
public final class ClientCertificate {
    private ClientCertificate() {}

    /** The certificate, to be compared by {@code equals}; null: none. Keeps nothing of the application's. */
    public static Object shownIn(SSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        if (chain == null || chain.length == 0) {
            return null;
        }
        try {
            return ByteBuffer.wrap(chain[0].getEncoded());
        } catch (CertificateEncodingException e) {
            // Equal to none.
            return new Object();
        }
    }
}

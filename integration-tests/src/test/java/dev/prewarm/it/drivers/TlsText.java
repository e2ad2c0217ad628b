package dev.prewarm.it.drivers;

import dev.prewarm.it.programs.Outcome;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What an application can see of a TLS session. */
final class TlsText {
    private TlsText() {}

    /** Empty if there is none. */
    static String of(SSLSession session) {
        if (session == null) {
            return "";
        }
        StringBuilder text = new StringBuilder("tls=" + session.getProtocol() + " " + session.getCipherSuite()
                + " peer=" + session.getPeerHost() + ":" + session.getPeerPort());
        try {
            for (Certificate each : session.getPeerCertificates()) {
                text.append(" ").append(((X509Certificate) each).getSubjectX500Principal());
            }
        } catch (SSLPeerUnverifiedException e) {
            text.append(" ").append(Outcome.of(e));
        }
        return text.toString();
    }
}

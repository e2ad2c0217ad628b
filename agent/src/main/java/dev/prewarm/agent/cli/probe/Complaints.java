package dev.prewarm.agent.cli.probe;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.status.Printable;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** What went wrong, and what to do, in one line. Pure. */
final class Complaints {
    private static final String NO_ALPN = "no_application_protocol";
    private static final String NO_CLIENT_CERTIFICATE = "it wants a client certificate, and probe has none to show";

    private Complaints() {}

    static ProbeFailure of(Origin origin, PhaseFailure failure) {
        return new ProbeFailure(Printable.of(origin + ": " + text(origin, failure)));
    }

    /** The server wants none of the protocols that were offered. */
    static boolean isAboutAlpn(PhaseFailure failure) {
        return failure.phase == Phase.TLS && message(failure).contains(NO_ALPN);
    }

    private static String text(Origin origin, PhaseFailure failure) {
        switch (failure.phase) {
            case CONNECT:
                return connect(failure);
            case TLS:
                return failure.late ? failure.text() + ": does that port speak https?" : tls(failure);
            default:
                return answer(origin, failure);
        }
    }

    private static String connect(PhaseFailure failure) {
        if (failure.late) {
            return failure.text() + ": the host is down, or a firewall keeps silent; can this machine reach it?";
        }
        if (message(failure).contains("refused")) {
            return "connection refused: nothing listens on that port; is the port right, and the server up?";
        }
        return "can't connect: " + message(failure);
    }

    private static String tls(PhaseFailure failure) {
        String message = message(failure);
        if (has(failure, CertificateExpiredException.class)) {
            return "its certificate has expired (" + message + "): the server needs a new one";
        }
        if (has(failure, CertificateNotYetValidException.class)) {
            return "its certificate is not valid yet (" + message + "): is this machine's clock right?";
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return "its certificate is not trusted (" + message + "): name its CA's certificate by --trust FILE";
        }
        if (has(failure, CertificateException.class)) {
            return "its certificate is not for this name (" + message + "): ask by a name that stands in it";
        }
        if (wantsClientCertificate(message)) {
            return NO_CLIENT_CERTIFICATE;
        }
        if (message.contains("protocol_version") || message.contains("handshake_failure")) {
            return "no TLS version or cipher suite in common, or it wants a client certificate (" + message + ")";
        }
        if (has(failure, EOFException.class) || message.contains("unrecognized SSL message")) {
            return "that port seems to speak no TLS (" + message
                    + "): is it right, or should the URL begin with http:// ?";
        }
        return "the TLS handshake failed: " + message;
    }

    private static String answer(Origin origin, PhaseFailure failure) {
        String message = message(failure);
        if (failure.late) {
            return failure.text() + ": name a path that it answers sooner";
        }
        if (wantsClientCertificate(message)) {
            return NO_CLIENT_CERTIFICATE;
        }
        boolean saidNothing = has(failure, EOFException.class) || has(failure, SocketException.class);
        boolean mayBeTls = !origin.isTls() && (saidNothing || message.equals(ProbeAnswer.SPEAKS_TLS));
        return "the request had no answer: " + message
                + (mayBeTls ? "; if that port speaks TLS, ask https:// instead" : "");
    }

    private static boolean wantsClientCertificate(String message) {
        return message.contains("certificate_required") || message.contains("bad_certificate");
    }

    private static boolean has(PhaseFailure failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The deepest, which is the most exact. */
    private static String message(PhaseFailure failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

package dev.prewarm.agent.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComplaintsTest {
    private static final Origin HTTPS = Origin.parse("https://h");

    static Stream<Arguments> whatHappens() {
        CertPathValidatorException expired =
                new CertPathValidatorException("validity check failed", new CertificateExpiredException("NotAfter: x"));
        return Stream.of(
                Arguments.of(Phase.CONNECT, new ConnectException("Connection refused"), "nothing listens on that port"),
                Arguments.of(Phase.CONNECT, new SocketException("Network is unreachable"), "Network is unreachable"),
                Arguments.of(
                        Phase.TLS, tls(new CertPathBuilderException("no path")), "not trusted (no path): name its CA"),
                Arguments.of(Phase.TLS, tls(expired), "has expired (NotAfter: x)"),
                Arguments.of(
                        Phase.TLS, tls(new CertificateException("No name matching h found")), "is not for this name"),
                Arguments.of(Phase.TLS, new EOFException("SSL peer shut down"), "begin with http://"),
                Arguments.of(
                        Phase.TLS, new IOException("Unsupported or unrecognized SSL message"), "begin with http://"),
                Arguments.of(
                        Phase.TLS,
                        new SSLHandshakeException("(protocol_version) Received fatal alert: protocol_version"),
                        "no TLS version or cipher suite in common"),
                Arguments.of(
                        Phase.ANSWER,
                        new SSLHandshakeException("Received fatal alert: certificate_required"),
                        "wants a client certificate"),
                Arguments.of(Phase.ANSWER, new SocketException("Connection reset"), "had no answer: Connection reset"));
    }

    @ParameterizedTest
    @MethodSource("whatHappens")
    void isSaidWithWhatToDo(Phase phase, IOException why, String words) {
        assertThat(Complaints.of(HTTPS, new PhaseFailure(phase, why, false)))
                .hasMessageStartingWith("https://h:443: ")
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aTimeoutNamesItsPhase(Phase phase) {
        assertThat(Complaints.of(HTTPS, new PhaseFailure(phase, new SocketException("Socket closed"), true)))
                .hasMessageContaining("no " + phase.text + " within " + phase.patience.toSeconds() + " s")
                .hasMessageNotContaining("Socket closed");
    }

    @Test
    void isOneLineWhateverTheServerSays() {
        assertThat(Complaints.of(HTTPS, new PhaseFailure(Phase.ANSWER, new IOException("x\ny\u001b"), false)))
                .hasMessageContaining("x\\u000ay\\u001b");
    }

    @Test
    void httpToAPortThatMayBeTlsIsSaid() {
        PhaseFailure ended = new PhaseFailure(Phase.ANSWER, new EOFException("closed"), false);
        assertThat(Complaints.of(Origin.parse("http://h"), ended)).hasMessageContaining("ask https:// instead");
        assertThat(Complaints.of(HTTPS, ended)).hasMessageNotContaining("https:// instead");
        PhaseFailure tooLong = new PhaseFailure(Phase.ANSWER, new IOException("it is too long"), false);
        assertThat(Complaints.of(Origin.parse("http://h"), tooLong)).hasMessageNotContaining("https:// instead");
    }

    private static IOException tls(Exception cause) {
        IOException failed = new SSLHandshakeException("handshake failed");
        failed.initCause(cause);
        return failed;
    }
}

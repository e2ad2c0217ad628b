package dev.prewarm.wire;

import dev.prewarm.planted.Mutant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests find bugs: each of these is put into a class, and breaks the promise that the test is about (by DESIGN's number). */
class WirePlantedBugsTest {
    @ParameterizedTest(name = "{0} ({1})")
    @CsvSource(
            delimiter = '|',
            value = {
                "what has ended is handed over|3|WarmConnection|read == 0 ? Liveness.LIVE : read < 0 ? Liveness.CLOSED : Liveness.DATA|Liveness.LIVE|ServerEndsTest",
                "another host's handshake|2|TlsRecipe|Objects.equals(host, that.host)|host != null|TlsRecipeTest",
                "an application's trust is taken for the JDK's|2|TlsManagers|fields.pathParameters(manager) == null|fields != null|TlsManagersTest",
                "an application's keys are taken for the JDK's|2|TlsManagers|keys != null && !settings.clientCertWarm()|keys != null && settings == null|TlsManagersTest",
                "a session of the client's is resumed, and an application's trust not asked|2|ClientTls|TlsManagers.of(live).areOfTheJdk() ? live|live != null ? live|WhoseTrustTest",
                "reads as long as there is something|4|UnsolicitedInput|return records < MOST_RECORDS_AT_ONCE;|return true;|FloodedLookTest",
                "turns for what somebody else has|4|SharedPool|warm.setWatched(false);|warm.setWatched(true);|HeldUpTest",
                "options are lost|1|RecordedOptions|put(SocketOption<?> option, Object value) {|put(SocketOption<?> option, Object value) { if (value != null) { return; }|WarmSocketTest",
                "a failed hand-over stays a hit|6|WarmSocket|connector.givenUp(t);|t.hashCode();|HandOverFaultsTest",
                "what nobody closes stays open|3|BlockingChannel|abandonment = Abandonment.of(this, readiness);|abandonment = null;|AbandonedSocketTest",
                "what is no handshake is said twice|3|ReplayableHandshake|return at == bytes.length && at > 0;|return true;|ReplayableHandshakeTest",
                "ends without close_notify|4|GracefulClose|if (tls != null) {|if (tls == null) {|StoppingTest",
                "ends with RST|4|GracefulClose|if (tls != null) {|channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0).close(); if (tls != null) {|StoppingTest"
            })
    void isFound(String bug, int promise, String className, String line, String instead, String test) throws Exception {
        Mutant.assertIsFound(getClass(), bug, className, line, instead, test);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TlsManagersTest", "HandOverFaultsTest"})
    void nothingIsFoundWhereNoneIsPlanted(String test) throws Exception {
        Mutant.assertNothingIsFound(getClass(), test);
    }
}

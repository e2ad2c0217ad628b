package dev.prewarm.agent.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeAnswerTest {
    @Test
    void isReadUpToItsBodyPastThoseThatAreNone() throws IOException {
        InputStream in = in("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.0 200 OK\r\nConnection: Keep-Alive, Foo\r\nconnection: bar\r\n\r\nbody");
        ProbeAnswer answer = ProbeAnswer.read(in);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.isHttp10()).isTrue();
        assertThat(answer.says("connection", "keep-alive")).isTrue();
        assertThat(answer.says("connection", "bar")).isTrue();
        assertThat(answer.says("connection", "close")).isFalse();
        assertThat(in.readAllBytes()).isEqualTo("body".getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "'SSH-2.0-OpenSSH_9.2\r\n', begins with 'SSH-2.0-OpenSSH_9.2'",
        "'HTTP/1.1 nonsense\r\n\r\n', begins with 'HTTP/1.1 nonsense'",
        "'HTTP/2 200\r\n', begins with 'HTTP/2 200'",
        "'\r\n', begins with ''",
        "'\u0015\u0003\u0003', speaks TLS",
        "'HTTP/1.1 200 OK\r\nA: b\r\n', ends within its head",
        "'', closed the connection without one"
    })
    void whatIsNoneIsSaid(String bytes, String complaint) {
        assertThatThrownBy(() -> ProbeAnswer.read(in(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aHeadWithoutEndIsNotReadForEver() {
        InputStream endless = new InputStream() {
            private final byte[] start = "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1);
            private int at;

            @Override
            public int read() {
                return at < start.length ? start[at++] : 'x';
            }
        };
        assertThatThrownBy(() -> ProbeAnswer.read(endless)).hasMessageContaining("longer than 64 KB");
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 3\r\n', abcR, false",
        "'Transfer-Encoding: chunked\r\n', '2;x=y\r\nab\r\n1\r\nc\r\n0\r\nTrailer: t\r\n\r\nR', false",
        "'Transfer-Encoding: gzip, chunked\r\nContent-Length: 1\r\n', '0\r\n\r\nR', false",
        "'Content-Length: 0\r\n', R, false",
        "'', abcR, true"
    })
    void itsBodyIsReadToItsEnd(String headers, String body, boolean endsWithConnection) throws IOException {
        InputStream in = in("HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body);
        assertThat(AnswerBody.skip(in, ProbeAnswer.read(in), false)).isEqualTo(endsWithConnection);
        assertThat(in.read()).isEqualTo(endsWithConnection ? -1 : 'R');
    }

    @Test
    void someHaveNone() throws IOException {
        for (String head : new String[] {"204 No Content\r\n", "304 Not Modified\r\nContent-Length: 5\r\n"}) {
            InputStream in = in("HTTP/1.1 " + head + "\r\nR");
            assertThat(AnswerBody.skip(in, ProbeAnswer.read(in), false)).isFalse();
            assertThat(in.read()).isEqualTo('R');
        }
        InputStream in = in("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nR");
        assertThat(AnswerBody.skip(in, ProbeAnswer.read(in), true)).isFalse();
        assertThat(in.read()).isEqualTo('R');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 99999999999\r\n\r\n",
                "Content-Length: x\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 5\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
                "Transfer-Encoding: chunked\r\n\r\nhello\r\n",
                "Transfer-Encoding: chunked\r\n\r\n"
            })
    void aBrokenOrEndlessBodyIsSaid(String rest) throws IOException {
        InputStream in = in("HTTP/1.1 200 OK\r\n" + rest);
        ProbeAnswer answer = ProbeAnswer.read(in);
        assertThatThrownBy(() -> AnswerBody.skip(in, answer, false)).isInstanceOf(IOException.class);
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package dev.prewarm.demo.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgPictureTest {
    @Test
    void isWellFormedAndShowsBothRuns() throws Exception {
        String svg = SvgPicture.of(List.of(Runs.comparison(), Runs.nothingMeasured()), Duration.ofMillis(50), 20);

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getDocumentElement().getTextContent())
                .contains("without the agent: p50 145.0 ms, p99 150.0 ms")
                .contains("with the agent: p50 50.0 ms, p99 55.0 ms")
                .contains("nothing measured");
    }

    @Test
    void saysWhenTheMachineWasBusy() {
        Duration rtt = Duration.ofMillis(50);
        assertThat(SvgPicture.of(List.of(Runs.disturbed()), rtt, 20)).contains("busy machine");
        assertThat(SvgPicture.of(List.of(Runs.comparison()), rtt, 20)).doesNotContain("busy machine");
    }
}

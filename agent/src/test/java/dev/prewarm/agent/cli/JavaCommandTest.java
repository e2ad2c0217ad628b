package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaCommandTest {
    @ParameterizedTest
    @CsvSource({
        "java -Xmx1g -cp a:b com.example.Main --port 80, com.example.Main",
        "java --class-path=a:b -ea com.example.Main, com.example.Main",
        "java -javaagent:prewarm-agent.jar=max=4 -jar /srv/app.jar x, /srv/app.jar",
        "java -p mods --add-modules java.sql -m app/com.example.Main, app/com.example.Main",
        "java --module=app/com.example.Main, app/com.example.Main",
        "java --add-opens java.base/java.lang=ALL-UNNAMED com.example.Main, com.example.Main",
        "java Program.java x, Program.java",
        "java @options -cp, ''",
        "java -jar, ''",
        "java, ''"
    })
    void mainIsTheFirstWordThatIsNoOption(String line, String main) {
        assertThat(JavaCommand.main(List.of(line.split(" ")))).isEqualTo(main);
    }
}

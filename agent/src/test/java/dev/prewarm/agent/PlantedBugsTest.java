package dev.prewarm.agent;

import dev.prewarm.planted.Mutant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests find bugs: each of these is put into a seam, and breaks the promise that the test is about (by DESIGN's number). */
class PlantedBugsTest {
    @ParameterizedTest(name = "{0} ({1})")
    @CsvSource(
            delimiter = '|',
            value = {
                "OkHttp: a POST may be sent twice|3|okhttp.RetryRule|case \"DELETE\":|case \"DELETE\": case \"POST\":|okhttp.RetryRuleTest",
                "OkHttp: a body that is gone is sent twice|3|okhttp.RetryRule|Bodies.isRepeatable(body)|method.equals(method)|okhttp.RetryRuleTest",
                "JDK: a PUT may be sent twice|3|jdk.RetryRule|method.equals(\"HEAD\")|!method.equals(\"POST\")|jdk.RetryRuleTest",
                "Apache: a strategy of the application's counts|3|apache.RetryRule|if (decides(method)) {|if (method == null) {|apache.RetryRuleTest",
                "Apache: a late end is repeated|3|apache.SharedSeam|if (pool.mayHaveCrossed(flown.flight())) {|if (flown != null) {|apache.AsyncSeamTest",
                "half woven|1|Trial|!files.has(member)|member == null|WeaverTest"
            })
    void isFound(String bug, int promise, String className, String line, String instead, String test) throws Exception {
        Mutant.assertIsFound(getClass(), bug, className, line, instead, test);
    }

    @ParameterizedTest
    @ValueSource(strings = {"okhttp.RetryRuleTest", "apache.AsyncSeamTest", "WeaverTest"})
    void nothingIsFoundWhereNoneIsPlanted(String test) throws Exception {
        Mutant.assertNothingIsFound(getClass(), test);
    }
}

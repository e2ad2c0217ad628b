package dev.prewarm.agent;

import dev.prewarm.planted.Mutant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests find bugs: each of these is put into a seam, and breaks the promise that the test is about (by DESIGN's number). */
class SeamPlantedBugsTest {
    @ParameterizedTest(name = "{0} ({1})")
    @CsvSource(
            delimiter = '|',
            value = {
                "OkHttp: a body that is gone is sent twice|3|okhttp.OkHttpRetryRule|OkHttpBodies.isRepeatable(body)|body != method|okhttp.OkHttpRetryRuleTest",
                "JDK: a PUT may be sent twice|3|jdk.JdkRetryRule|method.equals(\"HEAD\")|!method.equals(\"POST\")|jdk.JdkRetryRuleTest",
                "Apache: a strategy of the application's counts|3|apache.ApacheRetryRule|if (decides(method)) {|if (method == null) {|apache.ApacheRetryRuleTest",
                "Apache: a late end is repeated|3|apache.ApacheTrackedConnection|if (mayHaveCrossed) {|if (attempt != null) {|apache.ApacheAsyncSeamTest",
                "half woven|1|TrialWeave|!files.has(member)|member == null|WeaverTest"
            })
    void isFound(String bug, int promise, String className, String line, String instead, String test) throws Exception {
        Mutant.assertIsFound(getClass(), bug, className, line, instead, test);
    }

    @ParameterizedTest
    @ValueSource(strings = {"okhttp.OkHttpRetryRuleTest", "apache.ApacheAsyncSeamTest", "WeaverTest"})
    void nothingIsFoundWhereNoneIsPlanted(String test) throws Exception {
        Mutant.assertNothingIsFound(getClass(), test);
    }
}

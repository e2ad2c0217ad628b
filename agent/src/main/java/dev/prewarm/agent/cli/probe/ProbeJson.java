package dev.prewarm.agent.cli.probe;

import dev.prewarm.report.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The facts and the verdict for programs. Times are milliseconds; what was not looked at is null or empty. */
final class ProbeJson {
    /** Goes up when a member changes its meaning or goes. */
    private static final int FORMAT = 1;

    private ProbeJson() {}

    static String of(ProbeFacts facts, ProbeVerdict verdict) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("origin", facts.origin);
        all.put("verdict", verdict.kind.word);
        all.put("reason", verdict.reason);
        all.put("setting", verdict.kind == ProbeVerdict.Kind.WARM ? ProbeText.setting(facts, verdict) : null);
        all.put("savedMillis", facts.tries == null ? null : rounded(verdict.savedMillis));
        all.put("addresses", facts.addresses);
        all.put("asked", facts.asked);
        all.put("http2", facts.http2);
        all.put("tls", facts.tlsVersion.isEmpty() ? null : facts.tlsVersion);
        all.put("usual", facts.tries == null ? null : usual(facts.tries));
        all.put("beside", beside(facts.beside));
        all.put("silent", facts.patienceMillis == 0 ? null : silent(facts));
        all.put("notes", verdict.notes);
        return Json.text(all);
    }

    private static Map<String, Object> usual(ProbeTries tries) {
        Map<String, Object> usual = new LinkedHashMap<>();
        usual.put("tries", tries.count());
        usual.put("status", tries.status());
        usual.put("connectMillis", rounded(tries.connectMillis()));
        usual.put("tlsMillis", rounded(tries.tlsMillis()));
        usual.put("firstByteMillis", rounded(tries.firstByteMillis()));
        usual.put("slowestMillis", rounded(tries.slowestMillis()));
        usual.put("closed", tries.closed());
        usual.put("closes", tries.closing().word);
        return usual;
    }

    private static List<Object> beside(List<Beside> all) {
        List<Object> beside = new ArrayList<>();
        for (Beside each : all) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("silent", each.silent);
            one.put("outcome", each.outcome.word());
            one.put("millis", rounded(each.millis));
            one.put("how", each.how.isEmpty() ? null : each.how);
            beside.add(one);
        }
        return beside;
    }

    private static Map<String, Object> silent(ProbeFacts facts) {
        Map<String, Object> silent = new LinkedHashMap<>();
        silent.put("patienceMillis", facts.patienceMillis);
        silent.put("endedMillis", facts.ending == null ? null : rounded(facts.ending.afterMillis));
        silent.put("endedBy", facts.ending == null ? null : facts.ending.word());
        return silent;
    }

    /** To microseconds. */
    private static double rounded(double millis) {
        return Math.round(millis * 1_000) / 1_000.0;
    }
}

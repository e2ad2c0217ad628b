package dev.prewarm.agent.okhttp;

import static dev.prewarm.agent.okhttp.OkHttpNames.CALL_USER;
import static dev.prewarm.agent.okhttp.OkHttpNames.CONNECTION;
import static dev.prewarm.agent.okhttp.OkHttpNames.CONNECT_INTERCEPTOR;
import static dev.prewarm.agent.okhttp.OkHttpNames.EXCHANGE;
import static dev.prewarm.agent.okhttp.OkHttpNames.FINDER;
import static dev.prewarm.agent.okhttp.OkHttpNames.PACKAGE;
import static dev.prewarm.agent.okhttp.OkHttpNames.PLAN;
import static dev.prewarm.agent.okhttp.OkHttpNames.SERVER_INTERCEPTOR;
import static dev.prewarm.agent.okhttp.OkHttpNames.USER;

import dev.prewarm.Prewarm;
import dev.prewarm.agent.ClientSupport;
import dev.prewarm.agent.Woven;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Edit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The edits to OkHttp, 3.14 to 5; docs/how-it-works.md shows the classes before and after. What differs between versions is
 * decided from their class files.
 */
public final class OkHttpSupport implements ClientSupport {
    /** Of OkHttp 3.13 and older: there the connections have no rule of their own for failures. */
    private static final String OF_OLD = PACKAGE + "internal/connection/StreamAllocation";

    @Override
    public String name() {
        return "okhttp";
    }

    @Override
    public boolean owns(ClassLoader loader, String className) {
        return loader != null
                && className.startsWith(PACKAGE)
                && (className.equals(CONNECTION)
                        || className.equals(PLAN)
                        || className.equals(FINDER)
                        || className.equals(EXCHANGE)
                        || className.equals(CALL_USER)
                        || className.equals(CONNECT_INTERCEPTOR)
                        || className.equals(SERVER_INTERCEPTOR));
    }

    @Override
    public String describe(ClassFiles files) {
        return "OkHttp " + OkHttpVersion.of(files);
    }

    @Override
    public void connectTo(Prewarm prewarm, Woven woven) {
        OkHttpSeam.connectTo(prewarm, woven);
    }

    @Override
    public List<ClassEdits> edits(ClassFiles files) throws IOException {
        if (files.has(OF_OLD)) {
            return List.of();
        }
        List<ClassEdits> edits = new ArrayList<>();
        Edit failure = OkHttpFailureEdits.failure(files);
        if (files.has(PLAN)) {
            edits.add(new ClassEdits(
                    PLAN,
                    OkHttpConnectionEdits.rawInPlan(files),
                    OkHttpConnectionEdits.secure("connectTlsEtc"),
                    OkHttpConnectionEdits.handshake()));
            edits.add(new ClassEdits(CONNECTION, failure));
        } else {
            edits.add(new ClassEdits(
                    CONNECTION,
                    OkHttpConnectionEdits.rawInConnection(),
                    OkHttpConnectionEdits.secure("connectTls"),
                    OkHttpConnectionEdits.handshake(),
                    failure));
            OkHttpFailureEdits.retry(files, edits);
        }
        if (files.has(USER)) {
            edits.add(new ClassEdits(CALL_USER, OkHttpConnectionEdits.user()));
        }
        edits.add(new ClassEdits(EXCHANGE, OkHttpFailureEdits.exchangeFailure(files)));
        edits.add(new ClassEdits(
                CONNECT_INTERCEPTOR, OkHttpInterceptorEdits.request(files), OkHttpInterceptorEdits.end()));
        edits.add(new ClassEdits(SERVER_INTERCEPTOR, OkHttpInterceptorEdits.send(), OkHttpInterceptorEdits.answer()));
        return edits;
    }
}

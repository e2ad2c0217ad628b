package dev.prewarm.agent.apache;

import static dev.prewarm.agent.apache.ApacheNames.CLIENT;
import static dev.prewarm.agent.apache.ApacheNames.CORE;
import static dev.prewarm.agent.apache.ApacheNames.NAMED_ENDPOINT;
import static dev.prewarm.agent.apache.ApacheNames.OBJECT;
import static dev.prewarm.agent.apache.ApacheNames.type;
import static dev.prewarm.agent.apache.ApacheSeamCalls.callShared;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;

import dev.prewarm.Prewarm;
import dev.prewarm.agent.ClientSupport;
import dev.prewarm.agent.Woven;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The edits to Apache HttpClient 5, classic and async; docs/how-it-works.md says what they do. */
public final class ApacheSupport implements ClientSupport {
    private static final String APACHE = "org/apache/hc/";
    private static final Set<String> WOVEN = Set.of(
            ApacheSharedEdits.RETRY,
            ApacheAsyncEdits.RETRY_EXEC,
            ApacheAsyncEdits.EXEC,
            ApacheAsyncEdits.RUNTIME,
            ApacheAsyncEdits.OPERATOR,
            ApacheAsyncEdits.STRATEGY,
            ApacheAsyncEdits.REACTOR,
            ApacheAsyncEdits.REQUEST,
            ApacheAsyncEdits.CONNECTING,
            ApacheAsyncEdits.SESSION,
            ApacheAsyncEdits.DUPLEXER,
            ApacheAsyncEdits.EXCHANGE,
            ApacheAsyncEdits.TLS_SESSION,
            ApacheClassicEdits.RETRY_EXEC,
            ApacheClassicEdits.EXEC,
            ApacheClassicEdits.RUNTIME,
            ApacheClassicEdits.EXECUTOR,
            ApacheClassicEdits.MAIN_EXEC,
            ApacheClassicEdits.OPERATOR,
            ApacheClassicEdits.PLAIN,
            ApacheClassicEdits.SECURE);

    @Override
    public String name() {
        return "apache";
    }

    /** Not where HttpCore is used without the client: by servers, say. */
    @Override
    public boolean owns(ClassLoader loader, String className) {
        if (!className.startsWith(APACHE) || loader == null) {
            return false;
        }
        boolean woven = WOVEN.contains(className) || className.startsWith(ApacheAsyncEdits.REACTOR + "$");
        return woven && (className.startsWith(CLIENT) || hasClient(loader));
    }

    private static boolean hasClient(ClassLoader loader) {
        try {
            return loader.getResource(ApacheAsyncEdits.EXEC + ".class") != null;
        } catch (Throwable t) {
            // Then the trial weave asks for all of them, and says what is wrong.
            return true;
        }
    }

    @Override
    public String describe(ClassFiles files) {
        return "Apache HttpClient "
                + files.properties("org/apache/hc/client5/version.properties")
                        .getProperty("info.release", "of unknown version");
    }

    @Override
    public void connectTo(Prewarm prewarm, Woven woven) {
        ApacheSeam.connectTo(prewarm, woven);
    }

    @Override
    public List<ClassEdits> edits(ClassFiles files) throws IOException {
        List<ClassEdits> edits = new ArrayList<>(ApacheAsyncEdits.all(files));
        edits.addAll(ApacheClassicEdits.all(files));
        edits.add(ApacheSharedEdits.retries());
        edits.add(strategy(files));
        return edits;
    }

    /** Of the overloads, the one that the others call. */
    private static ClassEdits strategy(ClassFiles files) throws IOException {
        String layer = "(" + type(CORE + "reactor/ssl/TransportSecurityLayer");
        List<String> overloads = files.descriptors(ApacheAsyncEdits.STRATEGY, "upgrade");
        String last = layer + type(NAMED_ENDPOINT);
        String parameters = overloads.stream().anyMatch(each -> each.startsWith(last)) ? last : layer;
        Code begins = method -> {
            method.visitVarInsn(ALOAD, 0);
            callShared(method, "upgradeBegins", "(" + OBJECT + ")V");
        };
        Code ends = method -> callShared(method, "upgradeEnds", "()V");
        List<Edit> edits = new ArrayList<>(List.of(
                Edit.atEntry("upgrade", parameters, begins),
                Edit.atReturn("upgrade", parameters, ends),
                Edit.atThrow("upgrade", parameters, ends)));
        if (ApacheClassicEdits.makesTls(files, ApacheAsyncEdits.STRATEGY)) {
            edits.addAll(ApacheClassicEdits.tls(files, ApacheAsyncEdits.STRATEGY, "upgrade", method -> {
                method.visitVarInsn(ALOAD, 0);
                method.visitFieldInsn(GETFIELD, ApacheAsyncEdits.STRATEGY, "sslContext", "Ljavax/net/ssl/SSLContext;");
            }));
        }
        return new ClassEdits(ApacheAsyncEdits.STRATEGY, edits.toArray(new Edit[0]));
    }
}

package dev.prewarm.agent.apache;

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
            SharedEdits.RETRY,
            SharedEdits.REUSE,
            AsyncEdits.RETRY_EXEC,
            AsyncEdits.EXEC,
            AsyncEdits.RUNTIME,
            AsyncEdits.OPERATOR,
            AsyncEdits.STRATEGY,
            AsyncEdits.REACTOR,
            AsyncEdits.REQUEST,
            AsyncEdits.CONNECTING,
            AsyncEdits.SESSION,
            AsyncEdits.TLS_SESSION,
            ClassicEdits.RETRY_EXEC,
            ClassicEdits.EXEC,
            ClassicEdits.RUNTIME,
            ClassicEdits.OPERATOR,
            ClassicEdits.PLAIN,
            ClassicEdits.SECURE);

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
        boolean woven = WOVEN.contains(className) || className.startsWith(AsyncEdits.REACTOR + "$");
        return woven && (className.startsWith(Names.CLIENT) || hasClient(loader));
    }

    private static boolean hasClient(ClassLoader loader) {
        try {
            return loader.getResource(AsyncEdits.EXEC + ".class") != null;
        } catch (Throwable t) {
            // Asked again for all of them, it is known what to make of it.
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
        SharedSeam.connectTo(prewarm, woven);
    }

    @Override
    public List<ClassEdits> edits(ClassFiles files) throws IOException {
        List<ClassEdits> edits = new ArrayList<>(AsyncEdits.all(files));
        edits.addAll(ClassicEdits.all(files));
        edits.add(SharedEdits.answers());
        edits.add(SharedEdits.retries());
        edits.add(strategy(files));
        return edits;
    }

    /** Of the overloads, the one that the others call. */
    private static ClassEdits strategy(ClassFiles files) throws IOException {
        String layer = "(" + Names.type(Names.CORE + "reactor/ssl/TransportSecurityLayer");
        List<String> overloads = files.descriptors(AsyncEdits.STRATEGY, "upgrade");
        String last = layer + Names.type(Names.NAMED_ENDPOINT);
        String parameters = overloads.stream().anyMatch(each -> each.startsWith(last)) ? last : layer;
        Code begins = method -> {
            method.visitVarInsn(ALOAD, 0);
            Seam.shared(method, "upgradeBegins", "(" + Names.OBJECT + ")V");
        };
        Code ends = method -> Seam.shared(method, "upgradeEnds", "()V");
        List<Edit> edits = new ArrayList<>(List.of(
                Edit.atEntry("upgrade", parameters, begins),
                Edit.atReturn("upgrade", parameters, ends),
                Edit.atThrow("upgrade", parameters, ends)));
        if (ClassicEdits.makesTls(files, AsyncEdits.STRATEGY)) {
            edits.addAll(ClassicEdits.tls(files, AsyncEdits.STRATEGY, "upgrade", method -> {
                method.visitVarInsn(ALOAD, 0);
                method.visitFieldInsn(GETFIELD, AsyncEdits.STRATEGY, "sslContext", "Ljavax/net/ssl/SSLContext;");
            }));
        }
        return new ClassEdits(AsyncEdits.STRATEGY, edits.toArray(new Edit[0]));
    }
}

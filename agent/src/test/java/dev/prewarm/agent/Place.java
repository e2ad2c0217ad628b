package dev.prewarm.agent;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** A place in the agent's code that docs/reliability.md has to name, found by search through the class files. */
final class Place implements Comparable<Place> {
    /** What a table is about. */
    enum Kind {
        /** Where code runs that is not ours: the application's, a provider's, that of whoever has set a JVM-wide default. */
        CALL("Calls into code that is not ours"),
        /** Loops in which something is asked of the outside. */
        LOOP("Loops over what comes from outside"),
        /** What can grow, or be owned: collections, references, descriptors, threads, buffers. */
        HELD("What is held because of us"),
        /** Threads, locks and waits. */
        WAIT("Threads and waits");

        private final String heading;

        Kind(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    /** In JVMs of their own. */
    private static final Pattern ELSEWHERE = Pattern.compile("dev\\.prewarm\\.(demo|agent\\.cli)\\..*");

    private static final Pattern FOREIGN =
            Pattern.compile("javax/net/(ssl/(SSLContext|SSLContextSpi|SSLEngine|SSLSocket"
                    + "|SSLSocketFactory|SSLSession|X509\\w*|KeyManager|TrustManager|HostnameVerifier)|SocketFactory)\\.\\w+"
                    + "|java/lang/ClassLoader\\.\\w+|java/lang/Class\\.(forName|getClassLoader|newInstance)"
                    + "|java/lang/reflect/(Method|Constructor)\\.(invoke|newInstance)|java/lang/invoke/MethodHandle\\.invoke\\w*"
                    + "|java/lang/(Object|CharSequence)\\.(equals|hashCode|toString)|java/lang/String\\.valueOf\\(Object\\)"
                    + "|java/util/Objects\\.(equals|hash|hashCode|toString)|java/lang/(Throwable|\\w+Exception|\\w+Error)\\.(toString|getMessage|getLocalizedMessage)"
                    + "|java/net/(ProxySelector|SocketImpl)\\.\\w+|java/net/Socket\\.(<init>|connect)"
                    + "|java/nio/channels/(SocketChannel|Selector)\\.open|java/net/InetAddress\\.\\w*By\\w+"
                    + "|java/security/(AlgorithmConstraints|SecureRandom|AccessController|Provider)\\.\\w+"
                    + "|javax/management/MBeanServer\\.\\w+|java/io/PrintStream\\.\\w+");

    private static final Pattern OUTSIDE = Pattern.compile("java/nio/channels/SocketChannel\\.(read|write)"
            + "|javax/net/ssl/SSLEngine\\.(un)?wrap|java/io/(File)?(Input|Output)Stream\\.(read\\w*|write|skip)"
            + "|java/nio/channels/Selector\\.select\\w*|java/util/(\\w+/)*\\w*Queue\\.(poll|take)"
            + "|java/lang/ref/ReferenceQueue\\.(poll|remove)|java/lang/Throwable\\.getCause"
            + "|javax/net/ssl/SSLEngine\\.getDelegatedTask");

    private static final Pattern OWNED = Pattern.compile("(java/util/.*(Map|Set|List|Queue|Deque|Collection|BitSet)"
            + "|java/lang/ref/.*|java/lang/(ThreadLocal|Thread|ClassValue|StringBuilder)|java/nio/.*(Channel|Selector|Buffer|Key)"
            + "|java/util/concurrent/.*(Executor|Queue)\\w*|dev/prewarm/WeakIdentityMap|java/net/Socket|\\[B|\\[J|\\[I"
            + "|javax/net/ssl/(SSLSocket|SSLEngine|SSLContext|SSLSocketFactory))");

    private static final Pattern WAITING = Pattern.compile("java/lang/Thread\\.(start|sleep|join|onSpinWait|yield)"
            + "|java/lang/Object\\.(wait|notify|notifyAll)|java/util/concurrent/locks/\\w+\\.(park\\w*|lock\\w*|tryLock|await\\w*)"
            + "|dev/prewarm/wire/RoomyLock\\.(hold|lock|tryLock)"
            + "|java/util/concurrent/(CountDownLatch|Semaphore|CyclicBarrier)\\.(await|acquire\\w*|tryAcquire)"
            + "|java/util/concurrent/\\w*Queue\\.(take|put)|java/util/concurrent/\\w*Future\\.(get|join)"
            + "|java/nio/channels/Selector\\.select|java/lang/ref/ReferenceQueue\\.remove");

    private final String type;
    private final String thing;

    private Place(String type, String thing) {
        this.type = type;
        this.thing = thing;
    }

    static Set<Place> all(Kind kind) {
        Set<Place> found = new TreeSet<>();
        for (JavaClass each : MainClasses.of("dev.prewarm")) {
            if (!ELSEWHERE.matcher(each.getName()).matches()) {
                try (InputStream in =
                        each.getSource().orElseThrow().getUri().toURL().openStream()) {
                    new ClassReader(in.readAllBytes()).accept(new Search(kind, found), ClassReader.SKIP_DEBUG);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    /** The simple name of the outermost class. */
    String type() {
        return type;
    }

    String thing() {
        return thing;
    }

    @Override
    public int compareTo(Place other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return thing + " in " + type;
    }

    private static final class Search extends ClassVisitor {
        private final Kind kind;
        private final Set<Place> found;
        private String type;

        Search(Kind kind, Set<Place> found) {
            super(Opcodes.ASM9);
            this.kind = kind;
            this.found = found;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            type = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\$.*", "");
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            String of = Type.getType(descriptor).getInternalName();
            if (kind == Kind.HELD && (access & Opcodes.ACC_SYNTHETIC) == 0 && OWNED.matcher(of).matches()) {
                found.add(new Place(type, name));
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            if (kind == Kind.WAIT && (access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                found.add(new Place(type, "synchronized"));
            }
            return new Calls(name);
        }

        private final class Calls extends MethodVisitor {
            private final String method;
            private final Set<Label> passed = new HashSet<>();
            private boolean loops;
            private boolean asks;

            Calls(String method) {
                super(Opcodes.ASM9);
                this.method = method;
            }

            @Override
            public void visitLabel(Label label) {
                passed.add(label);
            }

            @Override
            public void visitJumpInsn(int opcode, Label target) {
                loops |= passed.contains(target);
            }

            @Override
            public void visitInsn(int opcode) {
                if (kind == Kind.WAIT && opcode == Opcodes.MONITORENTER) {
                    found.add(new Place(type, "synchronized"));
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                String call = owner + "." + name
                        + (name.equals("valueOf") && descriptor.startsWith("(Ljava/lang/Object;)") ? "(Object)" : "");
                asks |= OUTSIDE.matcher(call).matches();
                Pattern wanted = kind == Kind.CALL ? FOREIGN : kind == Kind.WAIT ? WAITING : null;
                if (wanted != null && wanted.matcher(call).matches()) {
                    found.add(new Place(type, call.substring(owner.lastIndexOf('/') + 1)));
                }
            }

            @Override
            public void visitEnd() {
                if (kind == Kind.LOOP && loops && asks) {
                    found.add(new Place(type, method));
                }
            }
        }
    }
}

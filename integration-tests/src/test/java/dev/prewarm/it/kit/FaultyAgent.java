package dev.prewarm.it.kit;

import dev.prewarm.it.programs.Injector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A copy of the agent with a point before each call in its code: the places where an exception, a lack of memory or of stack
 * can show itself. Without the command line and the demo, which share no JVM with an application, and without initialisers and
 * constructors, which are points of whoever calls them.
 */
public final class FaultyAgent {
    private static final String INJECTOR = Injector.class.getName().replace('.', '/');
    private static final List<String> OURS = List.of("dev/prewarm/");
    private static final List<String> OTHERS =
            List.of("dev/prewarm/shaded/", "dev/prewarm/agent/cli/", "dev/prewarm/demo/");

    /** What the client itself calls where the agent is not, and a look before it that goes no deeper: a fault there is the client's own. */
    private static final Set<String> OF_THE_CLIENT = Set.of(
            "java/nio/channels/SocketChannel.isConnected",
            "java/nio/channels/SocketChannel.open",
            "java/nio/channels/SocketChannel.connect",
            "java/nio/channels/SocketChannel.finishConnect",
            "java/nio/channels/SocketChannel.read",
            "java/nio/channels/SocketChannel.write",
            "javax/net/SocketFactory.createSocket",
            "javax/net/ssl/SSLSocketFactory.createSocket",
            "javax/net/ssl/SSLSocket.startHandshake",
            "javax/net/ssl/SSLContext.createSSLEngine");

    /**
     * What a client's own socket or engine does, and its channel: a fault there is to the client what one in java.net.Socket is. But
     * for what turns one into a warm one.
     */
    private static final Pattern FACES = Pattern.compile(
            "dev/prewarm/wire/(WarmSocket|DeferredSocket|OptionedSocket|RecordedOptions"
                    + "|AdoptedConnection|Channel(Socket|SocketImpl|Input|Output)|BlockingChannel|PushBack|Readiness|ReadinessLoop"
                    + "|VirtualThreads|DelegatingEngine|ReplayableHandshake)(\\$\\w+)?|dev/prewarm/agent/(jdk/Jdk|apache/Apache)Engine(\\$\\w+)?");

    private static final Set<String> ADOPTS = Set.of("takesWarm", "adopt", "behindThis");

    /** Whoever takes the lock has made sure of the room to give it back. */
    private static final String LOCK = "dev/prewarm/wire/RoomyLock";

    private static final String UNLOCK = "close";

    private final Path jar;
    private final List<String> points = new ArrayList<>();

    private FaultyAgent(Path jar) {
        this.jar = jar;
    }

    public static FaultyAgent make() {
        FaultyAgent agent = new FaultyAgent(Scratch.directory("faulty").resolve("prewarm-agent.jar"));
        try (JarFile from = new JarFile(Child.agentJar().toFile());
                OutputStream file = Files.newOutputStream(agent.jar);
                JarOutputStream to = new JarOutputStream(file)) {
            for (JarEntry entry : Collections.list(from.entries())) {
                try (InputStream in = from.getInputStream(entry)) {
                    add(to, entry.getName(), agent.withPoints(entry.getName(), in.readAllBytes()));
                }
            }
            for (String own : List.of(INJECTOR, INJECTOR + "$Fault", INJECTOR + "$1")) {
                try (InputStream in = Injector.class.getResourceAsStream("/" + own + ".class")) {
                    add(to, own + ".class", in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return agent;
    }

    /** To be attached in the agent's place. */
    public Path jar() {
        return jar;
    }

    /** What is about to be called there, and by what. */
    public String describe(int point) {
        return points.get(point);
    }

    public int size() {
        return points.size();
    }

    private static void add(JarOutputStream to, String name, byte[] bytes) throws IOException {
        to.putNextEntry(new JarEntry(name));
        to.write(bytes);
        to.closeEntry();
    }

    private byte[] withPoints(String name, byte[] file) {
        boolean ours = name.endsWith(".class")
                && OURS.stream().anyMatch(name::startsWith)
                && OTHERS.stream().noneMatch(name::startsWith);
        if (!ours) {
            return file;
        }
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new WithPoints(writer, reader.getClassName()), 0);
        return writer.toByteArray();
    }

    private final class WithPoints extends ClassVisitor {
        private final String owner;

        WithPoints(ClassVisitor next, String owner) {
            super(Opcodes.ASM9, next);
            this.owner = owner;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, type, signature, thrown);
            boolean unlocks = owner.equals(LOCK) && name.equals(UNLOCK);
            boolean ofAFace = FACES.matcher(owner).matches() && !ADOPTS.contains(name);
            return name.startsWith("<") || unlocks || ofAFace ? next : new Calls(next, owner, name);
        }
    }

    private final class Calls extends MethodVisitor {
        private final String caller;
        private final boolean seam;

        Calls(MethodVisitor next, String owner, String name) {
            super(Opcodes.ASM9, next);
            caller = owner + "." + name;
            seam = owner.endsWith("Seam");
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean ofInterface) {
            boolean ofTheClient = seam && OF_THE_CLIENT.contains(owner + "." + name);
            if (!ofTheClient && !(owner.equals(LOCK) && name.equals(UNLOCK))) {
                super.visitLdcInsn(points.size());
                super.visitMethodInsn(Opcodes.INVOKESTATIC, INJECTOR, "reached", "(I)V", false);
                points.add(caller + " calls " + owner + "." + name);
            }
            super.visitMethodInsn(opcode, owner, name, type, ofInterface);
        }
    }
}

package dev.prewarm.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** The class files that a loader would define, read without defining them. */
public final class ClassFiles {
    private final ClassLoader loader;
    private final Map<String, Set<Member>> members = new HashMap<>();

    public ClassFiles(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * @param className with slashes
     * @throws IOException if there is none
     */
    public byte[] read(String className) throws IOException {
        try (InputStream file = loader.getResourceAsStream(className + ".class")) {
            if (file == null) {
                throw new IOException("there is no class " + className.replace('/', '.'));
            }
            return file.readAllBytes();
        }
    }

    /** @param className with slashes */
    public boolean has(String className) {
        return loader.getResource(className + ".class") != null;
    }

    /** Whether the member's owner declares it, or a class above it whose file can be read. */
    public boolean has(Member member) throws IOException {
        return membersOf(member.owner()).contains(member);
    }

    /**
     * The member that begins so: Kotlin appends the module to the names of what is internal.
     *
     * @throws IOException if there is none, or more than one
     */
    public Member find(String owner, String nameStart, String descriptorEnd) throws IOException {
        Member found = null;
        for (Member member : membersOf(owner)) {
            if (member.name().startsWith(nameStart) && member.descriptor().endsWith(descriptorEnd)) {
                if (found != null) {
                    throw new IOException("there are both " + found + " and " + member);
                }
                found = member;
            }
        }
        if (found == null) {
            throw new IOException("there is no " + owner.replace('/', '.') + "." + nameStart + " " + descriptorEnd);
        }
        return found;
    }

    private Set<Member> membersOf(String owner) throws IOException {
        Set<Member> declared = members.get(owner);
        if (declared == null) {
            declared = new HashSet<>();
            collect(owner, owner, declared);
            members.put(owner, declared);
        }
        return declared;
    }

    private void collect(String asOwner, String className, Set<Member> into) throws IOException {
        ClassReader reader = new ClassReader(read(className));
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
                        into.add(new Member(asOwner, name, type));
                        return null;
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String type, String generic, String[] exceptions) {
                        into.add(new Member(asOwner, name, type));
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        String above = reader.getSuperName();
        if (above != null && !above.equals("java/lang/Object")) {
            collect(asOwner, above, into);
        }
    }
}

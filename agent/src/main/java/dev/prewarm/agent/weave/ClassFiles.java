package dev.prewarm.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

    /** The methods that a class declares itself, lambdas included. */
    public List<Member> methods(String className) throws IOException {
        List<Member> methods = new ArrayList<>();
        new ClassReader(read(className))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String generic, String[] exceptions) {
                                methods.add(new Member(className, name, type));
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return methods;
    }

    /** The descriptors of the methods of that name that a class declares itself. */
    public List<String> descriptors(String className, String method) throws IOException {
        List<String> descriptors = new ArrayList<>();
        for (Member each : methods(className)) {
            if (each.name().equals(method)) {
                descriptors.add(each.descriptor());
            }
        }
        return descriptors;
    }

    /** Whether the code of a class calls that method. */
    public boolean calls(String className, Member callee) throws IOException {
        boolean[] found = new boolean[1];
        new ClassReader(read(className))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String generic, String[] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode, String owner, String name, String type, boolean isInterface) {
                                        found[0] |= callee.equals(new Member(owner, name, type));
                                    }
                                };
                            }
                        },
                        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }

    /** The lines of a properties file; empty if there is none. */
    public Properties properties(String name) {
        Properties properties = new Properties();
        try (InputStream file = loader.getResourceAsStream(name)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException | RuntimeException e) {
            properties.clear();
        }
        return properties;
    }

    /** @param className with slashes */
    public boolean has(String className) {
        return loader.getResource(className + ".class") != null;
    }

    /** Whether the member's owner declares it, or a class or interface above it; their files must be there to read. */
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
        for (String each : reader.getInterfaces()) {
            collect(asOwner, each, into);
        }
    }
}

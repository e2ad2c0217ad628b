package dev.prewarm.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Makes the edits of one class, and counts them. */
public final class ClassWeaver {
    private static final int NONE = -1;

    private final ClassEdits edits;
    private final int[] made;
    private final Set<Member> used = new LinkedHashSet<>();

    public ClassWeaver(ClassEdits edits) {
        this.edits = edits;
        this.made = new int[edits.edits().size()];
    }

    /** Never fails half-way: what did not fit is in {@link #missing}. */
    public byte[] weave(byte[] classFile) {
        Arrays.fill(made, 0);
        used.clear();
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return edit(
                                super.visitMethod(access, name, descriptor, signature, exceptions),
                                access,
                                name,
                                descriptor);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private MethodVisitor edit(MethodVisitor method, int access, String name, String descriptor) {
        MethodVisitor edited = method;
        for (int i = 0; i < made.length; i++) {
            Edit edit = edits.edits().get(i);
            boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
            boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
            if (hasCode && edit.concerns(isStatic, name, descriptor)) {
                edited = new EditingVisitor(edited, edit, i, descriptor);
            }
        }
        return edited;
    }

    /** The edits that were made not at all or too often, in words. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < made.length; i++) {
            Edit edit = edits.edits().get(i);
            if (!edit.fits(made[i])) {
                missing.add(edits.className().replace('/', '.') + ": " + edit + " found " + made[i] + " times");
            }
        }
        return missing;
    }

    /** The fields and methods that the woven code refers to. */
    public Set<Member> used() {
        return used;
    }

    private final class EditingVisitor extends MethodVisitor {
        private final Edit edit;
        private final int index;
        private final String descriptor;
        private final Label start = new Label();

        /** The variable whose value has just been put on the stack. */
        private int loaded = NONE;

        EditingVisitor(MethodVisitor next, Edit edit, int index, String descriptor) {
            super(Opcodes.ASM9, next);
            this.edit = edit;
            this.index = index;
            this.descriptor = descriptor;
        }

        private void make() {
            made[index]++;
            edit.code.emit(new Recorder(mv));
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (edit.where == Edit.Where.ENTRY) {
                make();
            } else if (edit.where == Edit.Where.THROW) {
                super.visitLabel(start);
            }
        }

        /** The end of the code: a handler put here comes last in the table, so that the method's own ones come first. */
        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            if (edit.where == Edit.Where.THROW) {
                Label handler = new Label();
                super.visitTryCatchBlock(start, handler, handler, null);
                super.visitLabel(handler);
                Object[] locals = Frames.atEntry(edits.className(), descriptor);
                super.visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
                make();
                super.visitInsn(Opcodes.ATHROW);
            }
            super.visitMaxs(maxStack, maxLocals);
        }

        @Override
        public void visitInsn(int opcode) {
            loaded = NONE;
            if (edit.where == Edit.Where.RETURN && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                make();
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            loaded = opcode == Opcodes.ALOAD ? variable : NONE;
            super.visitVarInsn(opcode, variable);
        }

        @Override
        public void visitLabel(Label label) {
            loaded = NONE;
            super.visitLabel(label);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            loaded = NONE;
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            loaded = NONE;
            super.visitTypeInsn(opcode, type);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            int receiver = loaded;
            loaded = NONE;
            boolean onVariable = edit.where == Edit.Where.CALL_ON_VARIABLE;
            if (edit.replaces(owner, name, descriptor) && !(onVariable && receiver == NONE)) {
                make();
                if (onVariable) {
                    super.visitVarInsn(Opcodes.ASTORE, receiver);
                }
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /** Sees the woven instructions only. */
    private final class Recorder extends MethodVisitor {
        Recorder(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            used.add(new Member(owner, name, descriptor));
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            used.add(new Member(owner, name, descriptor));
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
    }
}

package dev.prewarm.agent.weave;

import java.util.Locale;

/** One change to the methods of one class: where, and what. Immutable. */
public final class Edit {
    enum Where {
        ENTRY,
        RETURN,
        THROW,
        CALL,
        CALL_ON_VARIABLE
    }

    final Where where;
    private final boolean isStatic;
    private final boolean each;
    final String method;
    final String descriptor;
    final String callOwner;
    final String callName;
    final String callDescriptor;
    final Code code;

    private Edit(
            Where where,
            boolean isStatic,
            boolean each,
            String method,
            String descriptor,
            String callOwner,
            String callName,
            String callDescriptor,
            Code code) {
        this.where = where;
        this.isStatic = isStatic;
        this.each = each;
        this.method = method;
        this.descriptor = descriptor;
        this.callOwner = callOwner;
        this.callName = callName;
        this.callDescriptor = callDescriptor;
        this.code = code;
    }

    /**
     * Before the first instruction of a method. In a constructor that is before it calls another one.
     *
     * @param descriptor how the method's descriptor begins
     */
    public static Edit atEntry(String method, String descriptor, Code code) {
        return new Edit(Where.ENTRY, false, false, method, descriptor, null, null, null, code);
    }

    /** Before each return of a method; its result, if any, is on the stack. */
    public static Edit atReturn(String method, String descriptor, Code code) {
        return new Edit(Where.RETURN, false, false, method, descriptor, null, null, null, code);
    }

    /** The same of a static method. */
    public static Edit atReturnOfStatic(String method, String descriptor, Code code) {
        return new Edit(Where.RETURN, true, false, method, descriptor, null, null, null, code);
    }

    /** Where a method throws: what it throws is on the stack, and is thrown on. Outside all handlers that the method has. */
    public static Edit atThrow(String method, String descriptor, Code code) {
        return new Edit(Where.THROW, false, false, method, descriptor, null, null, null, code);
    }

    /** In place of a call that the class makes once, in any method (static and synthetic ones, too). */
    public static Edit insteadOfCall(String owner, String name, String descriptor, Code code) {
        return new Edit(Where.CALL, false, false, null, null, owner, name, descriptor, code);
    }

    /** In place of each such call in the class; there is at least one. */
    public static Edit insteadOfEachCall(String owner, String name, String descriptor, Code code) {
        return new Edit(Where.CALL, false, true, null, null, owner, name, descriptor, code);
    }

    /** In place of a call that one instance method makes once: the code may use the arguments of that method. */
    public static Edit insteadOfCallIn(
            String method, String descriptor, String owner, String name, String callDescriptor, Code code) {
        return new Edit(Where.CALL, false, false, method, descriptor, owner, name, callDescriptor, code);
    }

    /**
     * In the place of the one call there is in one instance method, without arguments and result, on what stands in a local
     * variable: the code finds that on the stack, and leaves there what is to stand in the variable from then on.
     */
    public static Edit insteadOfCallOnVariable(String method, String descriptor, String owner, String name, Code code) {
        return new Edit(Where.CALL_ON_VARIABLE, false, false, method, descriptor, owner, name, "()V", code);
    }

    /** Whether it may be made that often. */
    boolean fits(int times) {
        return where == Where.RETURN || each ? times >= 1 : times == 1;
    }

    boolean concerns(boolean itsStatic, String name, String itsDescriptor) {
        return method == null || itsStatic == isStatic && method.equals(name) && itsDescriptor.startsWith(descriptor);
    }

    boolean replaces(String owner, String name, String itsDescriptor) {
        return callOwner != null
                && callOwner.equals(owner)
                && callName.equals(name)
                && callDescriptor.equals(itsDescriptor);
    }

    @Override
    public String toString() {
        return callOwner != null
                ? "the call of " + callOwner.replace('/', '.') + "." + callName
                        + (method == null ? "" : " in " + method)
                : "method " + method + descriptor + " (" + where.name().toLowerCase(Locale.ROOT) + ")";
    }
}

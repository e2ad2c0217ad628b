package dev.prewarm.agent.weave;

/** One change to the methods of one class: where, and what. Immutable. */
public final class Edit {
    enum Where {
        ENTRY,
        RETURN,
        CALL
    }

    final Where where;
    final String method;
    final String descriptor;
    final String callOwner;
    final String callName;
    final String callDescriptor;
    final Code code;

    private Edit(
            Where where,
            String method,
            String descriptor,
            String callOwner,
            String callName,
            String callDescriptor,
            Code code) {
        this.where = where;
        this.method = method;
        this.descriptor = descriptor;
        this.callOwner = callOwner;
        this.callName = callName;
        this.callDescriptor = callDescriptor;
        this.code = code;
    }

    /**
     * Before the first instruction of a method; of a constructor, before it has called another.
     *
     * @param descriptor how the method's descriptor begins
     */
    public static Edit atEntry(String method, String descriptor, Code code) {
        return new Edit(Where.ENTRY, method, descriptor, null, null, null, code);
    }

    /** Before each return of a method; its result, if any, is on the stack. */
    public static Edit atReturn(String method, String descriptor, Code code) {
        return new Edit(Where.RETURN, method, descriptor, null, null, null, code);
    }

    /** In the place of the one call there is, in whichever instance method or synthetic one it stands. */
    public static Edit insteadOfCall(String owner, String name, String descriptor, Code code) {
        return new Edit(Where.CALL, null, null, owner, name, descriptor, code);
    }

    /** The same, in one method: there the code may rely on its arguments. */
    public static Edit insteadOfCallIn(
            String method, String descriptor, String owner, String name, String callDescriptor, Code code) {
        return new Edit(Where.CALL, method, descriptor, owner, name, callDescriptor, code);
    }

    boolean concerns(String name, String itsDescriptor) {
        return method == null || method.equals(name) && itsDescriptor.startsWith(descriptor);
    }

    boolean replaces(String owner, String name, String itsDescriptor) {
        return where == Where.CALL
                && callOwner.equals(owner)
                && callName.equals(name)
                && callDescriptor.equals(itsDescriptor);
    }

    @Override
    public String toString() {
        return where == Where.CALL
                ? "the call of " + callOwner.replace('/', '.') + "." + callName
                        + (method == null ? "" : " in " + method)
                : "method " + method + descriptor + (where == Where.ENTRY ? " (entry)" : " (return)");
    }
}

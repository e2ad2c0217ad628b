package dev.prewarm.agent.okhttp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Whether a RequestBody could be written a second time, as it says itself. There is one RequestBody per class loader, and
 * none in ours. Thread-safe.
 */
final class OkHttpBodies {
    private static final String REQUEST_BODY = "okhttp3.RequestBody";

    /** By the class of a body; empty where it can't be asked. Holds nothing that its class does not hold. */
    private static final ClassValue<List<MethodHandle>> QUESTIONS = new ClassValue<>() {
        @Override
        protected List<MethodHandle> computeValue(Class<?> type) {
            return questions(type);
        }
    };

    private OkHttpBodies() {}

    /** @param body null: there is none */
    static boolean isRepeatable(Object body) {
        if (body == null) {
            return true;
        }
        List<MethodHandle> questions = QUESTIONS.get(body.getClass());
        try {
            for (MethodHandle question : questions) {
                if ((boolean) question.invoke(body)) {
                    return false;
                }
            }
        } catch (Throwable t) {
            // It is the application's code, which OkHttp will call itself.
            return false;
        }
        return !questions.isEmpty();
    }

    private static List<MethodHandle> questions(Class<?> type) {
        Class<?> declaring = type;
        while (declaring != null && !declaring.getName().equals(REQUEST_BODY)) {
            declaring = declaring.getSuperclass();
        }
        if (declaring == null) {
            return List.of();
        }
        try {
            MethodType answer = MethodType.methodType(boolean.class);
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            return List.of(
                    lookup.findVirtual(declaring, "isOneShot", answer),
                    lookup.findVirtual(declaring, "isDuplex", answer));
        } catch (ReflectiveOperationException e) {
            return List.of();
        }
    }
}

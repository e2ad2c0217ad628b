package dev.prewarm.agent;

/** Whether the classes of a loader can call ours, which are the boot loader's. */
final class Visibility {
    private static final String MODULES = "-Djboss.modules.system.pkgs=dev.prewarm (JBoss Modules, WildFly)";
    private static final String BUNDLES = "org.osgi.framework.bootdelegation=dev.prewarm.* (OSGi)";

    private Visibility() {}

    /**
     * Looks a class of ours up through that loader, as the JVM does for a class of the loader's that names it: what it finds
     * then, it finds ever after (JVMS 5.3).
     *
     * @param className of a class of ours
     * @return null if it is found; or why it can't be called, and what helps
     */
    static String obstacle(ClassLoader loader, String className) throws ClassNotFoundException {
        Class<?> ours = Class.forName(className, false, Visibility.class.getClassLoader());
        String itsLoader = "its class loader (" + loader.getClass().getName() + ")";
        try {
            return Class.forName(className, false, loader) == ours
                    ? null
                    : itsLoader
                            + " has its own copy of Prewarm's classes: remove prewarm-agent.jar from the application's class path";
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return itsLoader + " hides Prewarm's classes: set " + option(loader);
        } catch (Throwable t) {
            return itsLoader + " failed to look up Prewarm's classes: " + t;
        }
    }

    private static String option(ClassLoader loader) {
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (isNamed(each.getClass(), "org.jboss.modules.")) {
                return MODULES;
            }
            if (isNamed(each.getClass(), "org.osgi.") || isNamed(each.getClass(), "org.eclipse.osgi.")) {
                return BUNDLES;
            }
        }
        return MODULES + " or " + BUNDLES;
    }

    /** Whether the name of a class, or of a class or interface above it, begins so. */
    private static boolean isNamed(Class<?> type, String start) {
        if (type == null) {
            return false;
        }
        boolean found = type.getName().startsWith(start) || isNamed(type.getSuperclass(), start);
        for (Class<?> each : type.getInterfaces()) {
            found |= isNamed(each, start);
        }
        return found;
    }
}

package dev.prewarm.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Decisions are pure: time comes in as an argument, and so does chance; actions come out as values. That is what lets a
 * simulator run days of traffic in seconds, and a seed run again.
 */
class PurePoolTest {
    private static final Set<String> CLOCK =
            Set.of("nanoTime", "currentTimeMillis", "now", "instant", "millis", "tick", "systemUTC");

    private static final JavaClasses POOL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.prewarm.pool");

    @Test
    void readsNoClock() {
        noClasses()
                .should()
                .callMethodWhere(call("a clock", call -> CLOCK.contains(call.getName()) && isOfTheJdk(call)))
                .orShould()
                .dependOnClassesThat(assignableTo(java.time.Clock.class))
                .check(POOL);
    }

    @Test
    void hasNoThreadAndNoLock() {
        noClasses()
                .should()
                .dependOnClassesThat(assignableTo(Thread.class)
                        .or(assignableTo(ThreadLocal.class))
                        .or(assignableTo(java.util.Timer.class))
                        .or(resideInAPackage("java.util.concurrent..")
                                .and(notAnyOf(TimeUnit.class))
                                .as("java.util.concurrent but for TimeUnit")))
                .check(POOL);
    }

    @Test
    void waitsForNobody() {
        noClasses()
                .should()
                .callMethodWhere(call(
                        "a monitor's method",
                        call -> call.getTargetOwner().isEquivalentTo(Object.class)
                                && Set.of("wait", "notify", "notifyAll").contains(call.getName())))
                .check(POOL);
    }

    @Test
    void leavesTheLockToItsOwner() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(POOL);
    }

    @Test
    void doesNoInputOrOutput() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.io..", "java.nio..", "javax.net..", "java.util.logging..", "org.slf4j.."))
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.net..")
                        .and(notAnyOf(InetSocketAddress.class, InetAddress.class, Inet6Address.class))
                        .as("java.net but for addresses, as values"))
                .orShould()
                .callMethodWhere(call(
                        "a resolver",
                        call -> (call.getTargetOwner().isAssignableTo(InetAddress.class)
                                        || call.getTargetOwner().isEquivalentTo(InetSocketAddress.class))
                                && Set.of("getByName", "getAllByName", "getLocalHost", "getHostName", "isReachable")
                                        .contains(call.getName())))
                .check(POOL);
    }

    @Test
    void isGivenItsChance() {
        noClasses()
                .should()
                .callConstructorWhere(
                        call("chance of its own", call -> call.getTargetOwner().isAssignableTo(Random.class)))
                .orShould()
                .callMethod(Math.class, "random")
                .check(POOL);
    }

    private static boolean isOfTheJdk(JavaCall<?> call) {
        return call.getTargetOwner().getPackageName().startsWith("java.");
    }

    private static DescribedPredicate<JavaCall<?>> call(String what, java.util.function.Predicate<JavaCall<?>> which) {
        return DescribedPredicate.describe(what, which);
    }

    private static DescribedPredicate<JavaClass> notAnyOf(Class<?>... values) {
        return DescribedPredicate.describe("none of the values", each -> {
            for (Class<?> value : values) {
                if (each.isEquivalentTo(value)) {
                    return false;
                }
            }
            return true;
        });
    }
}

package dev.prewarm.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.prewarm.wire.DaemonThreads;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** Threads in an application's JVM come from one place, where they inherit nothing of whoever asks first. */
class ThreadsTest {
    /** But for what runs in JVMs of its own. */
    private static final JavaClasses ALL = MainClasses.of("dev.prewarm")
            .that(DescribedPredicate.not(resideInAnyPackage("dev.prewarm.agent.cli..", "dev.prewarm.demo..")));

    @Test
    void areMadeInOnePlace() {
        noClasses()
                .that(DescribedPredicate.not(type(DaemonThreads.class)))
                // A probe for the JVM's shutdown, never started.
                .and(DescribedPredicate.not(type(Startup.class)))
                .should()
                .callConstructorWhere(call(
                        "make a thread",
                        call -> call.getTargetOwner().isAssignableTo(Thread.class)
                                || call.getTargetOwner().isAssignableTo(Timer.class)))
                .orShould()
                .callMethodWhere(call(
                        "start one",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && Set.of("ofVirtual", "ofPlatform", "startVirtualThread")
                                        .contains(call.getName())))
                .check(ALL);
    }

    @Test
    void noneAreBorrowed() {
        noClasses()
                .should()
                .dependOnClassesThat(type(Executors.class).or(type(ForkJoinPool.class)))
                .orShould()
                .callMethodWhere(call(
                        "leave it to the common pool",
                        call -> call.getTargetOwner().isAssignableTo(CompletableFuture.class)
                                        && (call.getName().endsWith("Async")
                                                || call.getName().equals("delayedExecutor"))
                                || call.getName().equals("parallelStream")
                                || call.getName().equals("parallel")))
                .check(ALL);
    }

    @Test
    void executorsAreGivenThem() {
        noClasses()
                .should()
                .callConstructorWhere(call(
                        "make an executor without a ThreadFactory",
                        call -> call.getTargetOwner().isAssignableTo(ThreadPoolExecutor.class)
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(each -> each.isEquivalentTo(ThreadFactory.class))))
                .check(ALL);
    }

    private static DescribedPredicate<JavaCall<?>> call(String what, java.util.function.Predicate<JavaCall<?>> which) {
        return DescribedPredicate.describe(what, which);
    }
}

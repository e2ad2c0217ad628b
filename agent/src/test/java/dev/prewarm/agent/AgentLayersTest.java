package dev.prewarm.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

/** Who may use whom in the agent, and that core knows nothing of it. */
class AgentLayersTest {
    private static final JavaClasses ALL = MainClasses.of("dev.prewarm");

    @Test
    void eachPackageUsesThoseBelowItOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy(
                        "dev.prewarm",
                        "dev.prewarm.config",
                        "dev.prewarm.pool..",
                        "dev.prewarm.wire",
                        "dev.prewarm.report",
                        "dev.prewarm.jfr")
                .layer("weave")
                .definedBy("dev.prewarm.agent.weave")
                .layer("log")
                .definedBy("dev.prewarm.agent.log")
                .layer("clients")
                .definedBy("dev.prewarm.agent.jdk", "dev.prewarm.agent.okhttp", "dev.prewarm.agent.apache")
                .layer("agent")
                .definedBy("dev.prewarm.agent")
                .layer("command line")
                .definedBy("dev.prewarm.agent.cli")
                .layer("probe")
                .definedBy("dev.prewarm.agent.cli.probe")
                .layer("demo")
                .definedBy("dev.prewarm.demo..")
                .whereLayer("core")
                .mayNotAccessAnyLayer()
                .whereLayer("weave")
                .mayNotAccessAnyLayer()
                .whereLayer("log")
                .mayOnlyAccessLayers("core")
                .whereLayer("clients")
                .mayOnlyAccessLayers("core", "weave", "agent")
                .whereLayer("agent")
                .mayOnlyAccessLayers("core", "weave", "log", "clients")
                .whereLayer("command line")
                .mayOnlyAccessLayers("core", "agent", "probe")
                .whereLayer("probe")
                .mayOnlyAccessLayers("core")
                .whereLayer("demo")
                .mayOnlyAccessLayers("command line")
                .ensureAllClassesAreContainedInArchitecture()
                .check(ALL);
    }

    /** Each can be read, changed and taken away by itself. */
    @Test
    void clientsKnowNothingOfEachOther() {
        slices().matching("dev.prewarm.agent.(jdk|okhttp|apache)")
                .should()
                .notDependOnEachOther()
                .check(ALL);
    }

    /** They know what a client is made of, not who starts it. */
    @Test
    void clientsUseOfTheAgentOnlyWhatTheyImplementAndAsk() {
        classes()
                .that(resideInAnyPackage(
                        "dev.prewarm.agent.jdk", "dev.prewarm.agent.okhttp", "dev.prewarm.agent.apache"))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("dev.prewarm.agent")).or(belongToAnyOf(ClientSupport.class, Woven.class)))
                .check(ALL);
    }
}

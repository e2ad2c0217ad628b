package dev.prewarm.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.prewarm.pool.Pool;
import dev.prewarm.wire.SharedPool;
import org.junit.jupiter.api.Test;

/** Who may use whom in core. Whatever is below knows nothing of what is above. */
class CoreLayersTest {
    private static final String JFR = "dev.prewarm.jfr";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.prewarm");

    @Test
    void eachPackageUsesThoseBelowItOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("config")
                .definedBy("dev.prewarm.config")
                .layer("sizing")
                .definedBy("dev.prewarm.pool.sizing")
                .layer("guard")
                .definedBy("dev.prewarm.pool.guard")
                .layer("status")
                .definedBy("dev.prewarm.pool.status")
                .layer("pool")
                .definedBy("dev.prewarm.pool")
                .layer("jfr")
                .definedBy("dev.prewarm.jfr")
                .layer("wire")
                .definedBy("dev.prewarm.wire")
                .layer("report")
                .definedBy("dev.prewarm.report")
                .layer("root")
                .definedBy("dev.prewarm")
                .whereLayer("config")
                .mayNotAccessAnyLayer()
                .whereLayer("sizing")
                .mayNotAccessAnyLayer()
                .whereLayer("guard")
                .mayOnlyAccessLayers("sizing")
                .whereLayer("status")
                .mayOnlyAccessLayers("config", "sizing", "guard")
                .whereLayer("pool")
                .mayOnlyAccessLayers("config", "sizing", "guard", "status")
                .whereLayer("jfr")
                .mayOnlyAccessLayers("config", "status", "pool")
                .whereLayer("wire")
                .mayOnlyAccessLayers("config", "guard", "status", "pool", "jfr")
                .whereLayer("report")
                .mayOnlyAccessLayers("config", "status")
                .whereLayer("root")
                .mayOnlyAccessLayers("config", "guard", "status", "pool", "jfr", "wire", "report")
                // Who implements what reports read knows that much of them.
                .ensureAllClassesAreContainedInArchitecture()
                .check(CORE);
    }

    /** So that nobody can forget the lock. */
    @Test
    void thePoolIsReachedThroughItsOwnerAlone() {
        noClasses()
                .that(resideOutsideOfPackage("dev.prewarm.pool..").and(not(type(SharedPool.class))))
                .should()
                .dependOnClassesThat(type(Pool.class))
                .check(CORE);
    }

    @Test
    void coreIsBuiltOnTheJdkAndSlf4jAlone() {
        classes()
                .that(resideOutsideOfPackage(JFR))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.prewarm..", "java..", "javax..", "org.slf4j.."))
                .check(CORE);
        classes()
                .that(resideInAPackage(JFR))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.prewarm..", "java..", "javax..", "org.slf4j..", "jdk.jfr"))
                .check(CORE);
    }

    @Test
    void whatIsLoggedIsSaidAboveThePool() {
        noClasses()
                .that(resideInAPackage("dev.prewarm.config").or(resideInAPackage("dev.prewarm.pool..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.slf4j.."))
                .check(CORE);
    }
}

package dev.prewarm.agent;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** What rules are about: core's and the agent's own classes. */
final class MainClasses {
    private MainClasses() {}

    static JavaClasses of(String packages) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                // Core's, which are a jar where that is packaged already.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(packages);
    }
}

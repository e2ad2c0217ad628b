package dev.prewarm.it.kit;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Class paths of Maven artifacts for child JVMs, resolved as Maven 3.9 does it in the user's local repository ({@code
 * -Dmaven.repo.local} or settings.xml name another), with the mirrors and proxies of settings.xml. What is there already
 * needs no network.
 */
public final class Artifacts {
    private static final String LOCAL_REPOSITORY = "maven.repo.local";

    private Artifacts() {}

    /**
     * The artifacts and all that they need at run time, as one project that depends on them in this order would get it.
     *
     * @param coordinates {@code group:artifact[:extension[:classifier]]:version}
     * @throws IllegalStateException that names what can't be had, and what asked for it
     */
    public static List<Path> resolve(String... coordinates) {
        ContextOverrides.Builder overrides = ContextOverrides.create().withUserSettings(true);
        if (System.getProperty(LOCAL_REPOSITORY) != null) {
            overrides.withLocalRepositoryOverride(Paths.get(System.getProperty(LOCAL_REPOSITORY)));
        }
        try (Context maven = Runtimes.INSTANCE.getRuntime().create(overrides.build())) {
            CollectRequest wanted = new CollectRequest();
            wanted.setRepositories(maven.remoteRepositories());
            Stream.of(coordinates)
                    .map(each -> new Dependency(new DefaultArtifact(each), JavaScopes.COMPILE))
                    .forEach(wanted::addDependency);
            return maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(),
                            new DependencyRequest(wanted, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .collect(Collectors.toList());
        } catch (RepositoryException e) {
            throw new IllegalStateException(
                    "can't have the class path of " + String.join(", ", coordinates) + ": " + e.getMessage(), e);
        }
    }
}

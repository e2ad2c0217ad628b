package dev.prewarm.it.contract;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import java.util.List;
import java.util.stream.Collectors;

/** With Apache HttpClient 5 at both ends of its range. */
abstract class ApacheContract extends Contract {
    ApacheContract(Class<? extends Driver> driver, Races races) {
        super(driver, races);
    }

    @Override
    List<String> versions() {
        return ApacheVersion.ends().stream().map(ApacheVersion::toString).collect(Collectors.toList());
    }

    @Override
    Child.Launch on(Child.Launch launch, String version) {
        return ApacheVersion.ends().stream()
                .filter(each -> each.toString().equals(version))
                .findFirst()
                .orElseThrow()
                .on(launch);
    }
}

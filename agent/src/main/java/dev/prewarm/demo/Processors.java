package dev.prewarm.demo;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;

/** How busy this machine's processors are, whoever keeps them so: two runs compare only if both had room. */
final class Processors {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** The share of all processors' time used since the last call, 0 to 1; nothing where it can't be told. */
    OptionalDouble busySinceLastAsked() {
        double load = system.getSystemCpuLoad();
        return load >= 0 ? OptionalDouble.of(load) : OptionalDouble.empty();
    }
}

package dev.prewarm.it.contract;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The part of the contract in which it counts when a connection ended: one client after the other, as a server that is 50 ms
 * late for want of a processor has done another thing than it is to do.
 */
class HandOverContractIT {
    @TestFactory
    Stream<DynamicNode> same() {
        return Stream.of(
                        new JdkContractIT(),
                        new OkHttpContractIT(),
                        new ApacheContractIT(),
                        new ApacheAsyncContractIT())
                .flatMap(Contract::sameWhereAConnectionEndsAtTheHandOver);
    }
}

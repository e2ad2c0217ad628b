package dev.prewarm.it.contract;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;

/** The part of the contract in which it counts when a connection ended: one client after the other. */
@Isolated("what a server does 50 ms late is another thing than it is to do")
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

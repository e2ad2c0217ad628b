package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DescriptorBudgetTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Long> asked = new ArrayList<>();
    private long inUse;

    private DescriptorBudget of(long limit) {
        return new DescriptorBudget(limit, many -> {
            asked.add(many);
            return inUse >= many;
        });
    }

    @Test
    void allThatIsOursIsATenth() {
        assertThat(of(1024).left(0)).isEqualTo(102 - DescriptorBudget.FIXED);
        assertThat(of(1024).left(50)).isEqualTo(52 - DescriptorBudget.FIXED);
        assertThat(of(1024).left(200)).isZero();
        assertThat(of(63).left(1)).isZero();
        assertThat(of(40).left(0)).isZero();
    }

    @Test
    void oneConnectionFitsIntoSixtyFour() {
        assertThat(of(64).left(0)).isEqualTo(1);
        assertThat(of(64).left(1)).isZero();
    }

    @Test
    void whereNoLimitIsKnownThereIsNone() {
        assertThat(of(ProcessDescriptors.NO_LIMIT).left(1_000_000)).isEqualTo(Integer.MAX_VALUE);
        assertThat(of(ProcessDescriptors.NO_LIMIT).nextAt(1_000_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theProcessIsShortFromFourFifthsOn() {
        inUse = 799;
        assertThat(of(1_000).isShort(0, 60)).isFalse();
        inUse = 800;
        assertThat(of(1_000).isShort(0, 60)).isTrue();
        assertThat(asked).containsExactly(800L, 800L);
    }

    @Test
    void itIsCountedOnceASecondAtMost() {
        DescriptorBudget budget = of(1_000);
        inUse = 900;
        assertThat(budget.isShort(SECOND, 60)).isTrue();
        assertThat(budget.isShort(2 * SECOND - 1, 60)).isFalse();
        assertThat(budget.nextAt(60)).isEqualTo(2 * SECOND);
        assertThat(budget.isShort(2 * SECOND, 60)).isTrue();
        assertThat(asked).hasSize(2);
    }

    @Test
    void itIsNotCountedWhileOursAreFew() {
        DescriptorBudget budget = of(1_000);
        inUse = 900;
        int few = 50 - DescriptorBudget.FIXED;
        assertThat(budget.isShort(SECOND, few)).isFalse();
        assertThat(budget.nextAt(few)).isEqualTo(Long.MAX_VALUE);
        assertThat(asked).isEmpty();
        assertThat(budget.isShort(SECOND, few + 1)).isTrue();
    }
}

package dev.prewarm.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What woven code calls: public static methods of public classes, since the classes that call them are of other loaders;
 * and their types are those of java.base, which are the same to every loader. Not even java.net.http's: the seams are on the
 * boot class path, where that can't be seen.
 */
class SeamTypesTest {
    private static final JavaClasses SEAMS = MainClasses.of("dev.prewarm.agent")
            .that(describe("seams", type -> type.getSimpleName().matches("\\w+Seam")));

    @Test
    void areOfJavaBase() {
        assertThat(SEAMS).extracting(JavaClass::getSimpleName).contains("JdkSeam", "OkHttpSeam", "ApacheSeam");
        methods()
                .that(arePublic())
                .should(new ArchCondition<JavaMethod>("name types of java.base alone") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        List<JavaClass> types = new ArrayList<>(method.getRawParameterTypes());
                        types.add(method.getRawReturnType());
                        types.addAll(method.getExceptionTypes());
                        for (JavaClass type : types) {
                            boolean isCommon = isOfJavaBase(type);
                            String said = method.getFullName() + " names " + type.getName();
                            events.add(new SimpleConditionEvent(method, isCommon, said));
                        }
                    }
                })
                .check(SEAMS);
    }

    @Test
    void arePublicClasses() {
        classes().should().bePublic().check(SEAMS);
    }

    @Test
    void needNoObject() {
        methods().that(arePublic()).should().beStatic().check(SEAMS);
    }

    private static DescribedPredicate<JavaMethod> arePublic() {
        return describe("are public", method -> method.getModifiers().contains(JavaModifier.PUBLIC));
    }

    private static boolean isOfJavaBase(JavaClass type) {
        Class<?> found = type.getBaseComponentType().reflect();
        return found.getModule() == Object.class.getModule();
    }
}

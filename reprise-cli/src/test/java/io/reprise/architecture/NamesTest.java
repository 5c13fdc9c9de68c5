package io.reprise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A name says what makes a thing different. */
@ArchTag("slow") // what is compiled does not depend on the JDK
@AnalyzeClasses(packages = "io.reprise", importOptions = ProductClasses.class)
class NamesTest {
    private static final Set<String> EMPTY_WORDS = Set.of(
            "Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Common", "Data", "Info", "Impl", "V2", "Misc");

    @ArchTest
    static void noClassNameHasAnEmptyWord(JavaClasses classes) {
        List<String> offenders = classes.stream()
                .filter(type -> words(type.getSimpleName()).stream().anyMatch(EMPTY_WORDS::contains))
                .map(JavaClass::getName)
                .sorted()
                .toList();

        assertThat(offenders).isEmpty();
    }

    @ArchTest
    static void accessorsAreNotCalledGet(JavaClasses classes) {
        List<String> offenders = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getName().matches("get[A-Z].*")
                        && method.getRawParameterTypes().isEmpty())
                .filter(method -> method.getOwner().getAllRawInterfaces().stream()
                        .noneMatch(above -> above.tryGetMethod(method.getName()).isPresent()))
                .filter(method -> method.getOwner().getAllRawSuperclasses().stream()
                        .noneMatch(above -> above.tryGetMethod(method.getName()).isPresent()))
                .map(method -> method.getFullName())
                .sorted()
                .toList();

        assertThat(offenders).isEmpty();
    }

    /** The words of a name in camel case: {@code SseFramer} has two. */
    private static List<String> words(String name) {
        return Arrays.asList(name.split("(?<=[a-z0-9])(?=[A-Z])"));
    }
}

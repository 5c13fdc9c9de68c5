package io.reprise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** No static field can change, nor can what it refers to. */
@ArchTag("slow") // what is compiled does not depend on the JDK
@AnalyzeClasses(packages = "io.reprise", importOptions = ProductClasses.class)
class StaticStateTest {

    @ArchTest
    static void noStaticFieldIsAssignedTwice(JavaClasses classes) {
        assertThat(statics(classes).stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
                        .map(JavaField::getFullName)
                        .toList())
                .isEmpty();
    }

    @ArchTest
    static void noStaticFieldRefersToWhatCanChange(JavaClasses classes) {
        assertThat(statics(classes).stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.FINAL))
                        .filter(field -> canChange(field, value(field)))
                        .map(JavaField::getFullName)
                        .toList())
                .isEmpty();
    }

    private static List<JavaField> statics(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                // instrumentation adds fields of its own
                .filter(field -> !field.getName().startsWith("$"))
                .toList();
    }

    private static boolean canChange(JavaField field, @Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (value.getClass().isArray()) {
            return !field.getModifiers().contains(JavaModifier.PRIVATE);
        }
        String type = value.getClass().getName();
        if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            return !type.startsWith("java.util.ImmutableCollections$")
                    && !type.startsWith("java.util.Collections$Unmodifiable")
                    && !type.startsWith("java.util.Collections$Empty");
        }
        return type.startsWith("java.util.concurrent.")
                || value instanceof ThreadLocal<?>
                || value instanceof StringBuilder
                || value instanceof java.util.Random;
    }

    private static @Nullable Object value(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            return reflected.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError("cannot read " + field.getFullName(), e);
        }
    }
}

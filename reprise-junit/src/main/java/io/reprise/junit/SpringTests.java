package io.reprise.junit;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Tests with an application context of Spring, where Spring is on the class path. */
final class SpringTests {
    private static final String SPRING_EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

    private SpringTests() {}

    /** Whether a test class has a context of Spring: {@code @SpringBootTest}, {@code @SpringJUnitConfig} and others. */
    static boolean isOne(ExtensionContext context) {
        return context.getTestClass().stream()
                .flatMap(SpringTests::withEnclosing)
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .flatMap(extend -> Arrays.stream(extend.value()))
                .anyMatch(extension -> extension.getName().equals(SPRING_EXTENSION));
    }

    /** A class, and those around it that share its instance. */
    static Stream<Class<?>> withEnclosing(Class<?> type) {
        List<Class<?>> all = new ArrayList<>(List.of(type));
        Class<?> inner = type;
        while (!Modifier.isStatic(inner.getModifiers()) && inner.getEnclosingClass() != null) {
            inner = inner.getEnclosingClass();
            all.add(inner);
        }
        return all.stream();
    }

    /** What stands in the place of the test in the base URLs of the context; empty if the context was not pointed at a server. */
    static Optional<String> alias(ExtensionContext context) {
        return Optional.ofNullable(SpringExtension.getApplicationContext(context)
                .getEnvironment()
                .getProperty(SpringContextCustomizer.ALIAS));
    }

    /** The system property that has the URL of the server for tests of a class. Factories of Spring know nothing else of the extension. */
    static String property(Class<?> test, Options options) {
        String module =
                SourceTree.of(test).map(tree -> tree.module().toString()).orElse("");
        return "reprise.junit.spring." + Integer.toHexString((module + options.server()).hashCode());
    }
}

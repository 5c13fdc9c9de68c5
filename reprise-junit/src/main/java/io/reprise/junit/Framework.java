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

/** What starts the application that a test is about, and is on the class path of the tests then. */
enum Framework {
    /** {@code @SpringBootTest}, {@code @SpringJUnitConfig} and others. */
    SPRING("org.springframework.test.context.junit.jupiter.SpringExtension"),
    /** {@code @QuarkusTest}. */
    QUARKUS("io.quarkus.test.junit.QuarkusTestExtension"),
    /** {@code @MicronautTest}. */
    MICRONAUT("io.micronaut.test.extensions.junit5.MicronautJunit5Extension");

    private final String extension;

    Framework(String extension) {
        this.extension = extension;
    }

    /** The one that starts the application of a test class; empty if there is none. */
    static Optional<Framework> of(ExtensionContext context) {
        List<String> extensions = context.getTestClass().stream()
                .flatMap(Framework::withEnclosing)
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .flatMap(extend -> Arrays.stream(extend.value()))
                .map(Class::getName)
                .toList();
        return Arrays.stream(values())
                .filter(framework -> extensions.contains(framework.extension))
                .findFirst();
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

    /** The base URL that the application of a test has; empty if it was not pointed at a server. */
    Optional<ApplicationUrl> url(ExtensionContext context) {
        return switch (this) {
            case SPRING ->
                Optional.ofNullable(SpringExtension.getApplicationContext(context)
                                .getEnvironment()
                                .getProperty(SpringContextCustomizer.URL))
                        .map(ApplicationUrl::parse);
            case QUARKUS -> ServerOfApplications.urlOf(RepriseTestResource.APPLICATION);
            case MICRONAUT ->
                withEnclosing(context.getRequiredTestClass())
                        .flatMap(type -> ServerOfApplications.urlOf(type.getName()).stream())
                        .findFirst();
        };
    }
}

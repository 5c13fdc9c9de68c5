package io.reprise.junit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The id of a test, such as {@code com.example.JokeTest//tells//birds}: the class that runs, the method, and what distinguishes an invocation. It has no positions
 * where there are names, so that it stays the same when parameters are reordered.
 */
final class TestNames {
    static final String SEPARATOR = "//";

    /** {@code [1] first}, as parameterized tests are called. */
    private static final Pattern INDEX = Pattern.compile("^\\[(\\d+)]\\s*");

    private static final Pattern REPETITION = Pattern.compile("^repetition (\\d+) of \\d+$");
    /** An object that does not say what it is, but where it lies. */
    private static final Pattern ADDRESS = Pattern.compile("[\\w$./]+@[0-9a-f]{3,16}\\b|\\$Proxy\\d+|\\$\\$Lambda\\S*");

    private static final Pattern POSITION = Pattern.compile(":#(\\d+)]$");
    private static final int LONGEST_PART = 200;

    private TestNames() {}

    /** @param context of a class, a test, an invocation of a test, or a dynamic test */
    static String of(ExtensionContext context) {
        Deque<String> parts = new ArrayDeque<>();
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            String last = at.getUniqueId().substring(at.getUniqueId().lastIndexOf('[') + 1);
            String kind = last.substring(0, Math.max(0, last.indexOf(':')));
            switch (kind) {
                case "method", "test-template", "test-factory" -> parts.addFirst(method(at));
                case "test-template-invocation", "class-template-invocation", "dynamic-container", "dynamic-test" ->
                    parts.addFirst(invocation(withoutParameterNames(at), at.getUniqueId()));
                case "class", "class-template" -> parts.addFirst(name(at.getRequiredTestClass()));
                case "nested-class", "nested-class-template" -> {
                    // a nested class belongs to the class that runs, which is not always the one that declares it
                    parts.addFirst(at.getRequiredTestClass().getSimpleName());
                }
                default -> {
                    // the engine
                }
            }
        }
        return String.join(SEPARATOR, parts);
    }

    /** With dots between it and the classes around it; {@code $} means something to shells. */
    private static String name(Class<?> type) {
        String name = type.getCanonicalName();
        return name == null ? type.getName() : name;
    }

    /** Whether parameters have names depends on how the class was compiled. */
    private static String withoutParameterNames(ExtensionContext context) {
        String name = context.getDisplayName();
        for (Parameter parameter :
                context.getTestMethod().map(Method::getParameters).orElse(new Parameter[0])) {
            if (parameter.isNamePresent()) {
                name = name.replaceAll("(^|] |, )" + Pattern.quote(parameter.getName()) + "\\s*=\\s*", "$1");
            }
        }
        return name;
    }

    private static String method(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        long sameName = Arrays.stream(context.getRequiredTestClass().getMethods())
                        .filter(other -> isOverload(other, method))
                        .count()
                + Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                        .filter(other -> !Modifier.isPublic(other.getModifiers()))
                        .filter(other -> isOverload(other, method))
                        .count();
        return sameName == 0
                ? method.getName()
                : method.getName()
                        + Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(",", "(", ")"));
    }

    private static boolean isOverload(Method other, Method method) {
        return other.getName().equals(method.getName())
                && !other.isSynthetic()
                && AnnotationSupport.isAnnotated(other, Testable.class)
                && !Arrays.equals(other.getParameterTypes(), method.getParameterTypes());
    }

    /** What distinguishes an invocation: its name without its position, or its position where it has no stable name. */
    static String invocation(String displayName, String uniqueId) {
        Matcher repetition = REPETITION.matcher(displayName);
        if (repetition.matches()) {
            return repetition.group(1);
        }
        String name =
                INDEX.matcher(displayName).replaceFirst("").replace("\"", "").strip();
        if (name.isEmpty() || ADDRESS.matcher(name).find()) {
            return position(uniqueId, displayName);
        }
        // two slashes would be a directory
        String safe = name.replace(SEPARATOR, "/ /");
        return safe.length() <= LONGEST_PART
                ? safe
                : safe.substring(0, LONGEST_PART) + "-" + Integer.toHexString(safe.hashCode());
    }

    private static String position(String uniqueId, String displayName) {
        Matcher position = POSITION.matcher(uniqueId);
        Matcher index = INDEX.matcher(displayName);
        return "#" + (position.find() ? position.group(1) : index.find() ? index.group(1) : "1");
    }
}

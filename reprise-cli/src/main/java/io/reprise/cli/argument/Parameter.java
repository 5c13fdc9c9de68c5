package io.reprise.cli.argument;

import io.reprise.core.exchange.Quoted;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * An option or an argument of a command, with its help text and its value.
 *
 * <p>It is not built from annotations, because reading these takes longer than many commands.
 */
public final class Parameter<T> {
    private final ArgSpec spec;

    private Parameter(ArgSpec spec) {
        this.spec = spec;
    }

    /** An option without a value. */
    public static Parameter<Boolean> flag(String name, String description) {
        return new Parameter<>(OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build());
    }

    public static Parameter<String> option(String name, String label, String... description) {
        return option(String.class, name, label, description);
    }

    /** @param limits for people, such as {@code from 1 to 50}; the command itself keeps them */
    public static Parameter<Integer> number(String name, String limits, String label, String... description) {
        return new Parameter<>(named(name, label, description)
                .type(Integer.class)
                .converters(text -> number(text, limits))
                .build());
    }

    private static Integer number(String text, String limits) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException none) {
            throw new TypeConversionException(Quoted.of(text) + " is not a whole number " + limits);
        }
    }

    public static <T> Parameter<T> option(Class<T> type, String name, String label, String... description) {
        return new Parameter<>(named(name, label, description).type(type).build());
    }

    public static Parameter<String> requiredOption(String name, String label, String... description) {
        return new Parameter<>(named(name, label, description)
                .type(String.class)
                .required(true)
                .build());
    }

    /** An option that may be given several times. */
    public static Parameter<List<String>> options(String name, String label, String... description) {
        return new Parameter<>(named(name, label, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
    }

    /** The one argument of a command. */
    public static <T> Parameter<T> argument(Class<T> type, String label, String description) {
        return argument(0, type, label, description);
    }

    /** One of several arguments, each with another meaning; the first has the index 0. */
    public static <T> Parameter<T> argument(int index, Class<T> type, String label, String description) {
        return new Parameter<>(PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .required(true)
                .arity("1")
                .paramLabel(label)
                .type(type)
                .description(description)
                .build());
    }

    /** The arguments of a command, at least one. */
    public static <T> Parameter<List<T>> arguments(Class<T> type, String label, String description) {
        return new Parameter<>(PositionalParamSpec.builder()
                .index("0..*")
                .required(true)
                .arity("1..*")
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(type)
                .description(description)
                .build());
    }

    /** The arguments of a command, of which none is needed. */
    public static <T> Parameter<List<T>> optionalArguments(Class<T> type, String label, String description) {
        return new Parameter<>(PositionalParamSpec.builder()
                .index("0..*")
                .required(false)
                .arity("0..*")
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(type)
                .description(description)
                .build());
    }

    private static OptionSpec.Builder named(String name, String label, String... description) {
        return OptionSpec.builder(name).arity("1").paramLabel(label).description(description);
    }

    /** The same with values that a shell offers; others can be given as well. */
    public Parameter<T> offering(List<String> values) {
        return new Parameter<>(
                spec instanceof OptionSpec option
                        ? option.toBuilder().completionCandidates(values).build()
                        : ((PositionalParamSpec) spec)
                                .toBuilder().completionCandidates(values).build());
    }

    ArgSpec spec() {
        return spec;
    }

    /** The given value; empty if there is none. */
    public Optional<T> given() {
        return Optional.ofNullable(spec.<T>getValue());
    }

    /** The given value of a required parameter. */
    public T required() {
        return given().orElseThrow();
    }

    /** Whether it was given; for a flag, whether it is set. */
    public boolean isGiven() {
        return given().filter(value -> !Boolean.FALSE.equals(value)).isPresent();
    }
}

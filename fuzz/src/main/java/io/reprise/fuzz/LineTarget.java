package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A setting in one line: it has one meaning, or is refused in one sentence.
 *
 * @param isShown whether {@code toString} gives its text, which has the same meaning
 */
record LineTarget(Function<String, ?> parsing, boolean isShown, List<Bytes> seeds) implements FuzzTarget {
    static LineTarget of(Function<String, ?> parsing, String... seeds) {
        return new LineTarget(parsing, true, texts(seeds));
    }

    static LineTarget hidden(Function<String, ?> parsing, String... seeds) {
        return new LineTarget(parsing, false, texts(seeds));
    }

    private static List<Bytes> texts(String... seeds) {
        return Stream.concat(Stream.of(seeds), Stream.of("[".repeat(20_000), "a=\"" + "b;".repeat(2_000)))
                .map(Bytes::utf8)
                .toList();
    }

    @Override
    public void check(Input input) {
        String line = input.text();
        Optional<?> value = Expect.orRefusal(IllegalArgumentException.class, () -> parsing.apply(line));
        value.ifPresent(read -> {
            Expect.same(parsing.apply(line), read, "the same line, read again");
            if (isShown) {
                Expect.same(parsing.apply(read.toString()).toString(), read.toString(), "its own text, read");
            }
        });
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}

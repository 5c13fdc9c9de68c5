package io.reprise.core.store.directory.name;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.fuzz.Expect;
import io.reprise.fuzz.FuzzTarget;
import io.reprise.fuzz.Input;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names within a store: each test has a directory of its own directly below the root, and what is no name of a recording is none. */
public final class NamesTarget implements FuzzTarget {
    private static final Pattern SAFE = Pattern.compile("[a-z0-9_][a-z0-9._-]*");
    private static final int LONGEST = 120;

    @Override
    public void check(Input input) {
        List<String> texts = input.texts(2);
        Optional<TestId> one = test(texts.get(0));
        Optional<TestId> other = test(texts.get(1));
        one.ifPresent(NamesTarget::check);
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            Expect.that(
                    !TestDirectory.of(one.get()).equalsIgnoreCase(TestDirectory.of(other.get())),
                    "two tests have two directories");
        }
        String name = texts.get(0);
        Optional<FileName> parsed = FileName.parse(name);
        parsed.ifPresent(file -> {
            Expect.same(FileName.parse(file.text()), parsed, "the name of a recording");
            Expect.that(file.text().equals(name) || name.endsWith(".1.json"), "a recording has one name");
            Expect.same(FileName.parse(file.next().text()), Optional.of(file.next()), "the name of the next recording");
        });
    }

    private static Optional<TestId> test(String name) {
        return Expect.orRefusal(IllegalArgumentException.class, () -> new TestId(name));
    }

    private static void check(TestId test) {
        String directory = TestDirectory.of(test);
        Expect.same(directory.isEmpty(), test.isNone(), "only no test has no directory");
        Expect.that(test.isNone() || SAFE.matcher(directory).matches(), "a directory has a safe name: " + directory);
        Expect.that(!directory.contains("..") && !directory.endsWith("."), "a directory is no way out: " + directory);
        Expect.that(directory.length() <= LONGEST, "a directory has a short name");
        Expect.that(!directory.equals(TestDirectory.MODELS), "no test has the directory of model lists");
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Input.joined("tests/test_jokes.py::test_tells[a-1]", "Tests/test_jokes.py::test_tells[a-1]"),
                Input.joined("../../etc/passwd", ".."),
                Input.joined("con", "CON"),
                Input.joined("a-0123456789ab.2.json", "\u0130\ud800"),
                Input.joined("x".repeat(80), "x".repeat(81)));
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}

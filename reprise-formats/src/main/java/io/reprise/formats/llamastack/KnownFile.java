package io.reprise.formats.llamastack;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.key.KeyRules;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file that may have a recording. The requests that it answers are read once, when they are needed.
 */
final class KnownFile {
    private final Path path;
    private final FileStamp stamp;
    private final TestId test;
    private final KeyRules rules;
    private @Nullable FileQuestions questions;

    private KnownFile(Path path, FileStamp stamp, TestId test, KeyRules rules) {
        this.path = path;
        this.stamp = stamp;
        this.test = test;
        this.rules = rules;
    }

    /** Reads only the test; a broken file has none. */
    static KnownFile of(Path path, FileStamp stamp, KeyRules rules) {
        TestId test = TestId.NONE;
        try {
            test = FileHead.test(path);
        } catch (IOException | JsonSyntaxException | IllegalArgumentException broken) {
            // whoever asks what it answers learns why it is broken
        }
        return new KnownFile(path, stamp, test, rules);
    }

    synchronized FileQuestions questions() {
        FileQuestions known = questions;
        if (known == null) {
            known = FileQuestions.read(path, stamp, rules);
            questions = known;
        }
        return known;
    }

    Path path() {
        return path;
    }

    FileStamp stamp() {
        return stamp;
    }

    TestId test() {
        return test;
    }
}

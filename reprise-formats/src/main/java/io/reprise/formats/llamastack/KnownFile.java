package io.reprise.formats.llamastack;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.key.KeyRules;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One content of a file that may hold a recording. What it answers is read once, when somebody wants to know. */
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

    /** Reads no more than tells the test; of a broken file that is none. */
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

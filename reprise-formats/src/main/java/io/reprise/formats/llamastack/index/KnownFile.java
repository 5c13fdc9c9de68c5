package io.reprise.formats.llamastack.index;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.formats.llamastack.file.FileHead;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file that may have a recording. The requests that it answers are read once, when they are needed.
 */
final class KnownFile {
    private final ConfinedTree tree;
    private final Path path;
    private final FileVersion stamp;
    private final TestId test;
    private final KeyRules rules;
    private @Nullable FileQuestions questions;

    private KnownFile(ConfinedTree tree, Path path, FileVersion stamp, TestId test, KeyRules rules) {
        this.tree = tree;
        this.path = path;
        this.stamp = stamp;
        this.test = test;
        this.rules = rules;
    }

    /** Reads only the test; a broken file has none. */
    static KnownFile of(ConfinedTree tree, Path path, FileVersion stamp, KeyRules rules) {
        TestId test = TestId.NONE;
        try {
            test = FileHead.test(tree, path);
        } catch (IOException | JsonSyntaxException | IllegalArgumentException broken) {
            // whoever asks what it answers learns why it is broken
        }
        return new KnownFile(tree, path, stamp, test, rules);
    }

    synchronized FileQuestions questions() {
        FileQuestions known = questions;
        if (known == null) {
            known = FileQuestions.read(tree, path, stamp, rules);
            questions = known;
        }
        return known;
    }

    Path path() {
        return path;
    }

    FileVersion stamp() {
        return stamp;
    }

    TestId test() {
        return test;
    }
}

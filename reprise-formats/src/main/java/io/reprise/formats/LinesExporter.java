package io.reprise.formats;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.name.TestDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a file for each test, with a line for each recording. The lines of one test are in memory until a recording of another test comes, or a
 * file is full.
 */
public final class LinesExporter implements Exporter {
    /** In characters. A test with more has several files, which an import reads in the order of {@link SourceFiles#inOrderOfParts}. */
    private static final long MOST = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 24);

    /** In bytes; has all that comes before the first line, and the test id of that line. */
    private static final int MOST_OF_BEGINNING = 1 << 14;

    private static final String OF_NO_TEST = "no-test";

    private final ExportedFiles files;
    private final Spelling spelling;
    private final long most;
    private final Map<Key, List<Pending>> pending = new LinkedHashMap<>();
    /** The questions with an answer that is pending while one before it is not. */
    private final Set<Key> waiting = new HashSet<>();
    /** The files that this run has written, as file systems compare them that ignore case. */
    private final Set<String> written = new HashSet<>();

    private final Set<TestId> tests = new LinkedHashSet<>();

    private TestId test = TestId.NONE;
    private String name = "";
    private Set<String> before = Set.of();
    private long size;
    private int changed;

    /** How such a file is written. */
    public interface Spelling {
        /** Of the names of files, such as {@code .har}. */
        String suffix();

        /** What comes before the first line. */
        String beginning(TestId test);

        /** What comes between two lines: a line feed, perhaps after a comma. */
        String separator();

        /** What comes after the last line. */
        String end();

        Line line(Recording recording);

        /**
         * Whether this format has written a file of the recordings of a test.
         *
         * @param text the beginning of the file
         */
        boolean isOf(TestId test, String text);

        /**
         * Whether this format has written a file, of whatever test.
         *
         * @param text the beginning of the file
         */
        boolean isOwn(String text);
    }

    /**
     * A recording as it is written.
     *
     * @param text without a line feed
     * @param losses what the recording has and the line does not
     */
    public record Line(String text, List<Loss> losses) {
        public Line {
            losses = List.copyOf(losses);
        }
    }

    private record Pending(int occurrence, String text) {}

    public LinesExporter(Path target, Spelling spelling) {
        this(target, spelling, MOST);
    }

    /** @param most characters of a file; a test with more has several */
    public LinesExporter(Path target, Spelling spelling, long most) {
        this.files = new ExportedFiles(target);
        this.spelling = spelling;
        this.most = most;
    }

    @Override
    public Exported write(Store.Entry entry) {
        Recording recording = entry.recording();
        if (pending.isEmpty() || !recording.test().equals(test) || isFull()) {
            flush();
            test = recording.test();
            name = free();
            before = lines(files.present(name).orElse(Bytes.EMPTY).toString());
        }
        Line line = spelling.line(recording);
        size += line.text().length();
        add(entry.question().key(), new Pending(recording.occurrence(), line.text()));
        boolean isChanged = !before.contains(line.text());
        changed += isChanged ? 1 : 0;
        return new Exported.Written(name, isChanged, line.losses());
    }

    /** A store may give a later answer before an earlier one, which is then waited for: an import reads one file after the other. */
    private boolean isFull() {
        return size > most && (waiting.isEmpty() || size > most + most / 2);
    }

    private void add(Key key, Pending answer) {
        List<Pending> answers = pending.computeIfAbsent(key, any -> new ArrayList<>());
        answers.add(answer);
        if (answer.occurrence() > answers.size()) {
            waiting.add(key);
        } else if (waiting.contains(key) && answers.stream().allMatch(each -> each.occurrence() <= answers.size())) {
            waiting.remove(key);
        }
    }

    /** The path of a file that this run has not written yet. */
    private String free() {
        int part = 1;
        while (isWritten(name(test, part))) {
            part++;
        }
        return name(test, part);
    }

    private boolean isWritten(String file) {
        return written.contains(FoldedName.of(file));
    }

    private String name(TestId ofTest, int part) {
        String directory = TestDirectory.of(ofTest);
        return (directory.isEmpty() ? OF_NO_TEST : directory) + (part == 1 ? "" : "-" + part) + spelling.suffix();
    }

    private static Set<String> lines(String text) {
        return text.lines()
                .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                .collect(Collectors.toSet());
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        String lines = pending.values().stream()
                .flatMap(answers -> answers.stream().sorted(Comparator.comparingInt(Pending::occurrence)))
                .map(Pending::text)
                .collect(Collectors.joining(spelling.separator()));
        String content = spelling.beginning(test) + lines + spelling.end();
        files.write(name, Bytes.utf8(content), changed, present -> isReplaceable(present, content));
        written.add(FoldedName.of(name));
        tests.add(test);
        pending.clear();
        waiting.clear();
        size = 0;
        changed = 0;
    }

    /** Whether an earlier run has written what is there, or nothing of it is lost. */
    private boolean isReplaceable(Bytes present, String content) {
        Bytes beginning = present.slice(0, Math.min(MOST_OF_BEGINNING, present.size()));
        return spelling.isOwn(beginning.toString()) || lines(content).containsAll(lines(present.toString()));
    }

    /** Deletes files of larger tests that an earlier run has written, and this run has not. */
    private void deleteFurtherParts() {
        for (TestId each : tests) {
            String place = name(each, 2);
            for (int part = 3; isWritten(place) || delete(each, place); part++) {
                place = name(each, part);
            }
        }
    }

    /** Whether there was such a file of that test. */
    private boolean delete(TestId ofTest, String place) {
        boolean isThere = files.beginning(place, MOST_OF_BEGINNING)
                .filter(beginning -> spelling.isOf(ofTest, beginning.toString()))
                .isPresent();
        if (isThere) {
            files.delete(place);
        }
        return isThere;
    }

    @Override
    public List<UnwrittenFile> unwritten() {
        return files.unwritten();
    }

    @Override
    public void close() {
        try {
            flush();
            if (files.unwritten().isEmpty()) { // else what is there may be all that is left of a test
                deleteFurtherParts();
            }
        } finally {
            files.close();
        }
    }
}

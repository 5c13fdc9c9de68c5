package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.ChangeFeed;
import io.reprise.core.store.DurableFiles;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import io.reprise.formats.Format;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A tree of llama-stack's recordings as a store, without conversion. The content of files counts, not their names.
 * Opening reads nothing. The index is made in the background, and requests wait until it is complete.
 *
 * <p>The format has no times, headers or ids, and one answer to each question: of several occurrences, the last.
 */
public final class LlamaStackStore implements Store {
    private static final int LOCKS = 64;

    private final Hosts hosts;
    private final Reading reading;
    private final TestDirectories directories;
    private final LlamaStackSearch finding;
    private final DurableFiles files;
    private final ChangeFeed feed = new ChangeFeed();
    private final Consumer<String> warnings;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    /** The files that answered a question. */
    private record TreeVersion(Question question, Set<IndexedFile> files) implements Version {}

    /** A file that was deleted. */
    private record RemovedFile(LlamaStackEntry entry, Bytes content) implements Removed {
        @Override
        public Recording recording() {
            return entry.recording();
        }

        @Override
        public long size() {
            return content.size();
        }
    }

    /** @param root need not exist; it is created with the first recording */
    public LlamaStackStore(Path root, Format.InPlace inPlace) {
        Path tree = real(root);
        KeyRules rules = inPlace.rules();
        this.hosts = new Hosts(inPlace.upstreams());
        this.reading = new Reading(tree, hosts, rules);
        this.directories = new TestDirectories(tree);
        this.finding = new LlamaStackSearch(new LlamaStackIndex(tree, rules), rules, reading);
        this.files = new DurableFiles(tree);
        this.warnings = inPlace.warnings();
    }

    /** Links are followed once, so that all files are within the tree by their names. */
    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException missing) {
            return root.toAbsolutePath().normalize();
        }
    }

    @Override
    public Map<String, String> leftOut() {
        Map<String, String> leftOut = new LinkedHashMap<>();
        finding.index().problems().forEach((path, problem) -> {
            if (!problem.isBroken()) {
                leftOut.put(reading.location(path), problem.why());
            }
        });
        return leftOut;
    }

    @Override
    public Answers find(Question question) {
        return find(question, Optional.empty());
    }

    @Override
    public Answers find(Question question, Optional<String> upstream) {
        List<LlamaStackEntry> found = finding.find(question, upstream);
        return new Answers(List.copyOf(found), new TreeVersion(question, finding.known(question)));
    }

    @Override
    public Optional<Entry> at(String location) {
        try {
            Path file = reading.root().resolve(location).normalize();
            return finding.index().file(file).map(reading::entry);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isCurrent(Version version) {
        TreeVersion known = (TreeVersion) version;
        return finding.known(known.question()).equals(known.files())
                && known.files().stream().allMatch(IndexedFile::isCurrent);
    }

    /** All files of that host, though only the best one is ever served. */
    @Override
    public List<Item> series(Question question, String upstream) {
        return finding.answering(question, upstream).stream()
                .map(file -> item(file, question))
                .toList();
    }

    private Item item(IndexedFile file, Question question) {
        String location = reading.location(file.path());
        try {
            Recording recording =
                    reading.recording(file, new WireRequest(question.request(), WireRequest.Vectors.AS_RECORDED));
            return new LlamaStackEntry(location, recording, question, Optional.empty(), List.of(file));
        } catch (StoreException broken) {
            return new Broken(location, broken);
        }
    }

    @Override
    public Exchange asKept(Question question, String upstream, Exchange exchange) {
        return made(recording(question, upstream, 1, exchange), question, Optional.empty())
                .recording()
                .exchange();
    }

    /** Takes the place of what the same host has answered before: the form has one answer to a question. */
    @Override
    public Entry append(Question question, String upstream, Exchange exchange) {
        synchronized (lock(question)) {
            Optional<Path> old =
                    finding.answering(question, upstream).stream().findFirst().map(IndexedFile::path);
            Recording recording = recording(question, upstream, old.isPresent() ? 2 : 1, exchange);
            return put(question, recording, old, StoreChange.Kind.ADDED);
        }
    }

    @Override
    public Entry replace(Item old, Question question, String upstream, Exchange exchange) {
        synchronized (lock(question)) {
            Path present = pathOf(old);
            Recording recording = recording(question, upstream, 1, exchange);
            Entry entry = put(question, recording, Optional.of(present), StoreChange.Kind.REPLACED);
            if (!entry.location().equals(old.location())) {
                delete(present);
                feed.publish(question.key(), old.location(), StoreChange.Kind.REMOVED);
            }
            return entry;
        }
    }

    @Override
    public Optional<Removed> remove(Item item) {
        Path file = pathOf(item);
        Optional<Removed> removed = item instanceof LlamaStackEntry entry ? removed(entry, file) : Optional.empty();
        delete(file);
        if (item instanceof LlamaStackEntry entry) {
            feed.publish(entry.question().key(), entry.location(), StoreChange.Kind.REMOVED);
        }
        return removed;
    }

    private static Optional<Removed> removed(LlamaStackEntry entry, Path file) {
        try {
            return Optional.of(new RemovedFile(entry, Bytes.owning(Files.readAllBytes(file))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Entry> restore(Removed removed) {
        RemovedFile known = (RemovedFile) removed;
        Question question = known.entry().question();
        synchronized (lock(question)) {
            Path file = pathOf(known.entry());
            if (Files.exists(file)) {
                return Optional.empty();
            }
            write(file, known.content());
            feed.publish(question.key(), known.entry().location(), StoreChange.Kind.ADDED);
            return Optional.of(known.entry());
        }
    }

    private Object lock(Question question) {
        return locks.get(Math.floorMod(question.key().hashCode(), LOCKS));
    }

    private Path pathOf(Item item) {
        return reading.root().resolve(item.location());
    }

    private static Recording recording(Question question, String upstream, int occurrence, Exchange exchange) {
        return new Recording(
                question.test(), upstream, occurrence, new Exchange(question.request(), exchange.response()));
    }

    /** A file, and the recording that is read from it. */
    private record Made(NewFile file, Recording recording) {}

    private Made made(Recording recording, Question question, Optional<Path> old) {
        try {
            NewFile file = NewFile.of(recording, request(old, recording, question.parsed()));
            Response response = WireResponse.of(file.content(), WireRequest.Vectors.AS_RECORDED);
            Exchange exchange = new Exchange(recording.exchange().request(), response);
            return new Made(file, new Recording(recording.test(), recording.upstream(), 1, exchange));
        } catch (NoAnswerException unfit) {
            throw new StoreException(
                    "llama-stack's format cannot hold this recording: " + unfit.getMessage()
                            + "; use another directory with --recordings",
                    unfit);
        }
    }

    private Entry put(Question question, Recording recording, Optional<Path> old, StoreChange.Kind kind) {
        Made made = made(recording, question, old);
        Path directory = old.map(Path::getParent).orElseGet(() -> directories.of(recording.test()));
        Path file = directory.resolve(made.file().name());
        write(file, Bytes.utf8(made.file().content().text()));
        made.file().losses().forEach(this::warn);
        feed.publish(question.key(), reading.location(file), kind);
        List<IndexedFile> known = finding.index().file(file).stream().toList();
        return new LlamaStackEntry(reading.location(file), made.recording(), question, Optional.empty(), known);
    }

    private void write(Path file, Bytes content) {
        try {
            files.write(file, content);
        } catch (IOException failed) {
            throw new StoreException(
                    "cannot keep a recording in '" + reading.root() + "': " + failed.getMessage(), failed);
        }
        finding.index().reread(file);
    }

    private void delete(Path file) {
        try {
            files.delete(file);
        } catch (IOException failed) {
            throw new StoreException(
                    "'" + reading.location(file) + "' cannot be deleted: " + failed.getMessage(), failed);
        }
        finding.index().reread(file);
    }

    /** The request of the old file, which includes data that only the Python client has. */
    private Json request(Optional<Path> old, Recording recording, ParsedRequest asked) {
        try {
            return old.map(file -> reading.file(file).request())
                    .orElseGet(() -> NewFile.request(recording, asked, hosts));
        } catch (StoreException broken) {
            return NewFile.request(recording, asked, hosts);
        }
    }

    @Override
    public Watch watch(Consumer<StoreChange> changes) {
        return feed.watch(changes);
    }

    private void warn(Loss loss) {
        if (warned.add(loss.what())) {
            warnings.accept("llama-stack's format does not keep " + loss);
        }
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        List<IndexedFile> files = new ArrayList<>(finding.index().files());
        finding.index().problems().forEach((path, problem) -> {
            if (problem.isBroken()) {
                broken.accept(new StoreException("'" + reading.location(path) + "': " + problem.why(), null));
            }
        });
        for (IndexedFile file : files) {
            LlamaStackEntry entry;
            try {
                entry = reading.entry(file);
            } catch (StoreException unreadable) {
                broken.accept(unreadable);
                continue;
            }
            visitor.accept(entry);
        }
    }

    @Override
    public void close() {
        files.close();
    }
}

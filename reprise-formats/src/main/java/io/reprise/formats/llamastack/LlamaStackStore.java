package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.ChangeFeed;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import io.reprise.formats.Format;
import io.reprise.formats.llamastack.index.IndexedFile;
import io.reprise.formats.llamastack.index.LlamaStackEntry;
import io.reprise.formats.llamastack.index.LlamaStackIndex;
import io.reprise.formats.llamastack.index.LlamaStackSearch;
import io.reprise.formats.llamastack.index.Reading;
import io.reprise.formats.llamastack.request.Hosts;
import io.reprise.formats.llamastack.request.WireRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final Reading reading;
    private final LlamaStackSearch finding;
    private final LlamaStackWriter writer;
    private final ChangeFeed feed = new ChangeFeed();
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
        this.reading = new Reading(tree, new Hosts(inPlace.upstreams()), rules);
        this.finding = new LlamaStackSearch(new LlamaStackIndex(tree, rules), rules, reading);
        this.writer = new LlamaStackWriter(reading, inPlace.warnings());
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
        finding.edited().problems().forEach((path, problem) -> {
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
        LlamaStackSearch.Result found = finding.find(question, upstream);
        return new Answers(List.copyOf(found.entries()), new TreeVersion(question, found.files()));
    }

    @Override
    public Optional<Entry> at(String location) {
        try {
            Path file = reading.root().resolve(location).normalize();
            return finding.current().file(file).map(reading::entry);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isCurrent(Version version) {
        return outdated(List.of(version)).isEmpty();
    }

    /** Looks at the directories once for all. */
    @Override
    public List<Version> outdated(Collection<Version> versions) {
        finding.current();
        return versions.stream()
                .filter(version -> !isAsKnown((TreeVersion) version))
                .toList();
    }

    private boolean isAsKnown(TreeVersion known) {
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
        return writer.made(recording(question, upstream, 1, exchange), question, Optional.empty())
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

    private Optional<Removed> removed(LlamaStackEntry entry, Path file) {
        try {
            return Optional.of(new RemovedFile(entry, reading.content(file)));
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
            writer.write(file, known.content());
            finding.index().reread(file);
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
        return new Recording(question.test(), upstream, occurrence, exchange);
    }

    private Entry put(Question question, Recording recording, Optional<Path> old, StoreChange.Kind kind) {
        LlamaStackWriter.Made made = writer.made(recording, question, old);
        Path file = writer.write(made, old);
        finding.index().reread(file);
        feed.publish(question.key(), reading.location(file), kind);
        List<IndexedFile> known = finding.index().file(file).stream().toList();
        return new LlamaStackEntry(reading.location(file), made.recording(), question, Optional.empty(), known);
    }

    private void delete(Path file) {
        writer.delete(file);
        finding.index().reread(file);
    }

    @Override
    public Watch watch(Consumer<StoreChange> changes) {
        return feed.watch(changes);
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        List<IndexedFile> files = new ArrayList<>(finding.edited().files());
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
        writer.close();
    }
}

package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.formats.Format;
import io.reprise.formats.Loss;
import java.io.IOException;
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
 * A tree of llama-stack's recordings, served and written where it lies. What files say counts, not how they are named.
 * Opening reads nothing; the index is made in the background, and whoever asks before it is complete waits for it.
 *
 * <p>The form keeps neither times nor headers nor ids, and one answer to a question, so of several occurrences the last.
 */
public final class LlamaStackStore implements Store {
    private static final int LOCKS = 64;

    private final Hosts hosts;
    private final Reading reading;
    private final TestDirectories directories;
    private final LlamaStackSearch finding;
    private final Consumer<String> warnings;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    /** @param root need not exist; it is created with the first recording */
    public LlamaStackStore(Path root, Format.InPlace inPlace) {
        Path tree = real(root);
        KeyRules rules = inPlace.rules();
        this.hosts = new Hosts(inPlace.upstreams());
        this.reading = new Reading(tree, hosts, rules);
        this.directories = new TestDirectories(tree);
        this.finding = new LlamaStackSearch(new LlamaStackIndex(tree, rules), rules, reading);
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
    public List<Entry> find(Question question) {
        return find(question, Optional.empty());
    }

    @Override
    public List<Entry> find(Question question, Optional<String> upstream) {
        return List.copyOf(finding.find(question, upstream));
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
    public boolean isCurrent(Question question, List<Entry> entries) {
        return finding.isCurrent(
                question, entries.stream().map(LlamaStackEntry.class::cast).toList());
    }

    @Override
    public Kept keep(Question question, Recording recording, Others others) {
        Recording kept = new Recording(
                question.test(),
                recording.upstream(),
                recording.occurrence(),
                new Exchange(question.request(), recording.exchange().response()));
        synchronized (locks.get(Math.floorMod(question.key().hashCode(), LOCKS))) {
            try {
                return put(question, kept, others);
            } catch (NoAnswerException unfit) {
                throw new StoreException(
                        "llama-stack's form cannot hold this recording: " + unfit.getMessage()
                                + "; keep it in a directory of its own with --recordings",
                        unfit);
            } catch (IOException failed) {
                throw new StoreException(
                        "cannot keep a recording in '" + reading.root() + "': " + failed.getMessage(), failed);
            }
        }
    }

    private Kept put(Question question, Recording recording, Others others) throws IOException {
        List<IndexedFile> present = finding.answering(question, recording.upstream());
        Optional<IndexedFile> old = present.stream().findFirst();
        NewFile made = NewFile.of(recording, request(old, recording, question.parsed()));
        if (old.isPresent() && saysTheSame(old.get(), question.parsed().family(), made)) {
            return new Kept(reading.location(old.get().path()), false);
        }
        Path directory = old.map(file -> file.path().getParent()).orElseGet(() -> directories.of(recording.test()));
        Path file = directory.resolve(made.name());
        DurableFile.write(file, Bytes.utf8(made.content().text()));
        finding.index().reread(file);
        made.losses().forEach(this::warn);
        for (IndexedFile other : present) {
            if (others == Others.DROP && !other.path().equals(file)) {
                DurableFile.delete(other.path());
                finding.index().reread(other.path());
            }
        }
        return new Kept(reading.location(file), true);
    }

    /** As the old file has it, with what only the Python client knows of. */
    private Json request(Optional<IndexedFile> old, Recording recording, ParsedRequest asked) {
        try {
            return old.map(file -> reading.file(file.path()).request())
                    .orElseGet(() -> NewFile.request(recording, asked, hosts));
        } catch (StoreException broken) {
            return NewFile.request(recording, asked, hosts);
        }
    }

    /** Compared as files, since what the form cannot say would else be a difference each time. */
    private boolean saysTheSame(IndexedFile old, ApiFamily family, NewFile made) {
        try {
            Response before = WireResponse.of(reading.file(old.path()), WireRequest.Vectors.AS_RECORDED);
            Response after = WireResponse.of(made.content(), WireRequest.Vectors.AS_RECORDED);
            return family.saysTheSame(new ParsedResponse(before), new ParsedResponse(after));
        } catch (StoreException | NoAnswerException broken) {
            return false;
        }
    }

    private void warn(Loss loss) {
        if (warned.add(loss.what())) {
            warnings.accept("not kept in llama-stack's form, " + loss);
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
        // holds nothing open
    }
}

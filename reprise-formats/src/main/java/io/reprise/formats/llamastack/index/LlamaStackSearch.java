package io.reprise.formats.llamastack.index;

import io.reprise.core.exchange.Request;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.llamastack.python.PythonUrl;
import io.reprise.formats.llamastack.request.Hosts;
import io.reprise.formats.llamastack.request.Origins;
import io.reprise.formats.llamastack.request.WireRequest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Questions to entries. */
public final class LlamaStackSearch {
    /** Where Vertex AI's paths name a project, which the files do not. */
    private static final Pattern PROJECT = Pattern.compile("\\A(/v1(?:beta1)?)/projects/[^/]+/locations/[^/]+(/.*)");

    private static final Set<String> OF_ALL = Set.of("/v1/models", "/api/tags");

    private final LlamaStackIndex index;
    private final KeyRules rules;
    private final Reading reading;
    private @Nullable CompletableFuture<Void> indexed;

    /** @param files all that answer the question, as they are known, of which entries are made */
    public record Result(List<LlamaStackEntry> entries, Set<IndexedFile> files) {}

    public LlamaStackSearch(LlamaStackIndex index, KeyRules rules, Reading reading) {
        this.index = index;
        this.rules = rules;
        this.reading = reading;
    }

    /** The complete index. The first call makes it, so that opening a store costs nothing. */
    public LlamaStackIndex index() {
        CompletableFuture<Void> made = new CompletableFuture<>();
        CompletableFuture<Void> known;
        synchronized (this) {
            known = indexed == null ? made : indexed;
            indexed = known;
        }
        if (known == made) {
            make(made);
        }
        try {
            known.join();
        } catch (CompletionException failed) {
            throw unlistable(failed);
        }
        return index;
    }

    private void make(CompletableFuture<Void> made) {
        try {
            index.refresh();
            made.complete(null);
        } catch (RuntimeException | Error failed) {
            made.completeExceptionally(failed);
        }
    }

    /** @param upstream that is preferred; the newest answer is given where it has none */
    public Result find(Question question, Optional<String> upstream) {
        current();
        List<IndexedFile> files = files(question);
        if (files.isEmpty() || !files.stream().allMatch(IndexedFile::isCurrent)) {
            files.forEach(file -> index.reread(file.path()));
            refresh(LlamaStackIndex::refresh);
            files = files(question);
        }
        return new Result(look(question, upstream, files), Set.copyOf(files));
    }

    /** The index with all files that are there now. */
    public LlamaStackIndex current() {
        index();
        refresh(LlamaStackIndex::refreshDirectories);
        return index;
    }

    /** The index with all files as they are now, also with those that were edited in their place. */
    public LlamaStackIndex edited() {
        index();
        refresh(LlamaStackIndex::refresh);
        return index;
    }

    /** The files that answer the question, as the index has them. */
    public Set<IndexedFile> known(Question question) {
        index();
        return Set.copyOf(files(question));
    }

    /** The files that answer exactly this question and come from that upstream, the best first. */
    public List<IndexedFile> answering(Question question, String upstream) {
        current();
        String path = question.request().path();
        String origin = Origins.of(upstream, reading.hosts().url(upstream), path);
        String host = PythonUrl.parse(origin).host();
        return files(question).stream()
                .filter(file -> Hosts.isSame(host, file.host()))
                .sorted(Choice.NEWEST_FIRST)
                .toList();
    }

    private List<IndexedFile> files(Question question) {
        Request request = question.request();
        if (FileQuestions.isModelList(request) && request.query().isEmpty() && OF_ALL.contains(request.path())) {
            IndexedFile.Kind kind =
                    request.path().equals("/api/tags") ? IndexedFile.Kind.TAGS : IndexedFile.Kind.MODELS;
            return index.files().stream().filter(file -> file.kind() == kind).toList();
        }
        return hits(question).stream().map(LlamaStackIndex.Hit::file).toList();
    }

    private List<LlamaStackEntry> look(Question question, Optional<String> upstream, List<IndexedFile> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        if (question.parsed().family().isModelList()) {
            return lists(files, question, upstream);
        }
        if (files.get(0).kind() != IndexedFile.Kind.ANSWER) {
            return List.of(reading.union(newestFirst(files), question));
        }
        List<LlamaStackIndex.Hit> hits = ofUpstream(question.upstream(), hits(question));
        if (hits.isEmpty()) {
            return List.of(); // deleted since, or of other upstreams
        }
        Choice choice = Choice.of(hits, question.test(), upstream, reading);
        IndexedFile best = choice.best().file();
        WireRequest asked =
                new WireRequest(question.request(), choice.best().way().vectors());
        Recording recording = reading.recording(best, asked);
        Question answered = recording.test().equals(question.test())
                ? question
                : rules.question(question.parsed(), recording.test());
        return List.of(new LlamaStackEntry(reading.location(best.path()), recording, answered, choice.remark(), files));
    }

    /** All if the name is neither a host nor that of a known upstream, because then nobody can say which are meant. */
    private List<LlamaStackIndex.Hit> ofUpstream(Optional<String> name, List<LlamaStackIndex.Hit> hits) {
        if (name.isEmpty()) {
            return hits;
        }
        List<LlamaStackIndex.Hit> meant = hits.stream()
                .filter(hit -> reading.hosts().isMeant(name.get(), hit.file().host()))
                .toList();
        return meant.isEmpty() && !reading.hosts().isKnown(name.get()) ? hits : meant;
    }

    private List<LlamaStackIndex.Hit> hits(Question question) {
        List<LlamaStackIndex.Hit> hits = hits(question.request(), question);
        Request asked = question.request();
        Matcher project = PROJECT.matcher(asked.path());
        if (!hits.isEmpty()) {
            return hits;
        }
        return project.matches()
                ? hitsAt(project.group(1) + project.group(2), question)
                : reading.hosts().names().stream()
                        .flatMap(name -> hitsOf(name, question))
                        .toList();
    }

    /** Those of a configured upstream whose paths begin with one of its own. */
    private Stream<LlamaStackIndex.Hit> hitsOf(String upstream, Question question) {
        String asked = question.request().path();
        String there = reading.hosts().target(upstream, asked);
        return there.equals(asked)
                ? Stream.empty()
                : hitsAt(there, question).stream()
                        .filter(hit -> upstream.equals(
                                reading.hosts().upstream(hit.file().host())));
    }

    private List<LlamaStackIndex.Hit> hitsAt(String path, Question question) {
        Request asked = question.request();
        Request there = new Request(asked.method(), path, asked.query(), asked.headers(), asked.body());
        return hits(there, rules.question(question.parsed().with(there), question.test()));
    }

    private List<LlamaStackIndex.Hit> hits(Request asked, Question question) {
        return FileQuestions.isModelList(asked)
                ? index.findAnywhere(question.key())
                : index.find(question.key(), question.test());
    }

    /** One list for each server. */
    private List<LlamaStackEntry> lists(List<IndexedFile> files, Question question, Optional<String> upstream) {
        Map<String, List<IndexedFile>> byServer = new TreeMap<>();
        for (IndexedFile file : newestFirst(files)) {
            if (upstream.isEmpty() || reading.hosts().isMeant(upstream.get(), file.host())) {
                byServer.computeIfAbsent(reading.hosts().upstream(file.host()), name -> new ArrayList<>())
                        .add(file);
            }
        }
        return byServer.values().stream()
                .map(lists -> reading.union(lists, question))
                .toList();
    }

    private static List<IndexedFile> newestFirst(List<IndexedFile> files) {
        return files.stream().sorted(Choice.NEWEST_FIRST).toList();
    }

    private void refresh(Consumer<LlamaStackIndex> way) {
        try {
            way.accept(index);
        } catch (UncheckedIOException failed) {
            throw unlistable(failed);
        }
    }

    private StoreException unlistable(Exception cause) {
        return new StoreException(
                "cannot list the recordings in '" + reading.root() + "': " + FileFailures.unreadable(cause)
                        + "; correct that, and start again",
                cause);
    }
}

package io.reprise.formats.llamastack.index;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.family.part.ModelListUnion;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.request.Hosts;
import io.reprise.formats.llamastack.request.WireRequest;
import io.reprise.formats.llamastack.response.NoAnswerException;
import io.reprise.formats.llamastack.response.WireResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the files of one tree as recordings. */
public record Reading(Path root, Hosts hosts, KeyRules rules) {

    /** The path of a file within the tree, with {@code /} on every system. */
    public String location(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** @throws StoreException if the file cannot be read or is not a recording */
    public LlamaStackFile file(Path path) {
        try {
            return LlamaStackFile.parse(
                    content(path).decode().orElseThrow(() -> new IllegalArgumentException("it is not UTF-8")));
        } catch (IOException broken) {
            throw unreadable(path, FileFailures.unreadable(broken), broken);
        } catch (IllegalArgumentException broken) {
            throw unreadable(path, broken.getMessage(), broken);
        }
    }

    /** The bytes of a file within the tree. */
    public Bytes content(Path path) throws IOException {
        return new ConfinedTree(root).read(path);
    }

    private StoreException unreadable(Path path, @Nullable String why, Exception cause) {
        return new StoreException("'" + location(path) + "': " + why + "; correct it, or record it again", cause);
    }

    /**
     * The content of a file as the answer to {@code asked}.
     *
     * @throws StoreException if the file cannot be read or holds no answer
     */
    public Recording recording(IndexedFile file, WireRequest asked) {
        LlamaStackFile content = file(file.path());
        try {
            return new Recording(
                    file.kind() == IndexedFile.Kind.ANSWER ? file.test() : TestId.NONE,
                    hosts.upstream(file.host()),
                    1,
                    new Exchange(asked.request(), WireResponse.of(content, asked.vectors())));
        } catch (NoAnswerException none) {
            throw new StoreException("'" + location(file.path()) + "' cannot be served: " + none.getMessage(), none);
        }
    }

    /** The content of a file with the request that was sent; a list of models alone. */
    public LlamaStackEntry entry(IndexedFile file) {
        WireRequest sent = file(file.path()).call().requests().get(0);
        Recording recording = recording(file, sent);
        Question question = rules.question(sent.request(), recording.test());
        return new LlamaStackEntry(location(file.path()), recording, question, Optional.empty(), List.of(file));
    }

    /**
     * Lists of one server's models as one.
     *
     * @param files at least one, the newest first
     */
    LlamaStackEntry union(List<IndexedFile> files, Question question) {
        Request asked = question.request();
        IndexedFile newest = files.get(0);
        WireRequest wire = new WireRequest(asked, WireRequest.Vectors.AS_RECORDED);
        List<Response> lists = files.stream()
                .map(file -> recording(file, wire).exchange().response())
                .toList();
        Response union = ModelListUnion.of(lists, ApiFamilies.of(asked).modelListShapes())
                .orElse(lists.get(0));
        return new LlamaStackEntry(
                location(newest.path()),
                new Recording(TestId.NONE, hosts.upstream(newest.host()), 1, new Exchange(asked, union)),
                question,
                Optional.empty(),
                files);
    }
}

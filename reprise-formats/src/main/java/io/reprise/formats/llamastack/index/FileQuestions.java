package io.reprise.formats.llamastack.index;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.formats.llamastack.file.FileHead;
import io.reprise.formats.llamastack.file.LlamaStackTree;
import io.reprise.formats.llamastack.request.LlamaStackCall;
import io.reprise.formats.llamastack.request.WireRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The questions that one file answers.
 *
 * @param file empty if it answers none
 * @param keys of all the ways in which it is asked
 * @param problem why it answers none; also empty if the file is not meant to be a recording
 */
public record FileQuestions(Optional<IndexedFile> file, Map<Key, Way> keys, Optional<Problem> problem) {

    /**
     * A request that the file answers.
     *
     * @param rank 0 for the request that was sent, higher for other forms of the same question
     */
    record Way(WireRequest.Vectors vectors, int rank) {}

    /**
     * Why a file answers nothing.
     *
     * @param isBroken whether that is a mistake, and not all that the file can say
     */
    public record Problem(String why, boolean isBroken) {}

    static FileQuestions read(ConfinedTree tree, Path path, FileVersion stamp, KeyRules rules) {
        try {
            FileHead head = FileHead.read(tree, path);
            LlamaStackCall call = LlamaStackCall.of(head.request());
            if (call instanceof LlamaStackCall.NoHttp none) {
                return none(none.reason());
            }
            List<WireRequest> requests = call.requests();
            return requests.isEmpty()
                    ? none("the exact HTTP request of this call is not known")
                    : of(path, stamp, head.test().map(TestId::new).orElse(TestId.NONE), call, requests, rules);
        } catch (IOException | IllegalArgumentException broken) {
            return LlamaStackTree.isAmongRecordings(path)
                    ? new FileQuestions(
                            Optional.empty(),
                            Map.of(),
                            Optional.of(new Problem("it cannot be read: " + reason(broken), true)))
                    : new FileQuestions(Optional.empty(), Map.of(), Optional.empty());
        }
    }

    private static String reason(Exception broken) {
        return broken instanceof IOException ? FileFailures.unreadable(broken) : String.valueOf(broken.getMessage());
    }

    private static FileQuestions none(String problem) {
        return new FileQuestions(Optional.empty(), Map.of(), Optional.of(new Problem(problem, false)));
    }

    private static FileQuestions of(
            Path path,
            FileVersion stamp,
            TestId test,
            LlamaStackCall call,
            List<WireRequest> requests,
            KeyRules rules) {
        Map<Key, Way> keys = new LinkedHashMap<>();
        Request first = requests.get(0).request();
        IndexedFile.Kind kind = !isModelList(first)
                ? IndexedFile.Kind.ANSWER
                : first.path().endsWith("/api/tags") ? IndexedFile.Kind.TAGS : IndexedFile.Kind.MODELS;
        for (int rank = 0; rank < requests.size(); rank++) {
            WireRequest wire = requests.get(rank);
            TestId asker = isModelList(wire.request()) ? TestId.NONE : test;
            keys.putIfAbsent(rules.question(wire.request(), asker).key(), new Way(wire.vectors(), rank));
        }
        IndexedFile file = new IndexedFile(path, stamp, test, call.host(), kind);
        return new FileQuestions(Optional.of(file), keys, Optional.empty());
    }

    static boolean isModelList(Request request) {
        return ApiFamilies.of(request).isModelList();
    }
}

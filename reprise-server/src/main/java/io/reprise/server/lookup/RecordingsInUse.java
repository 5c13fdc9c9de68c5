package io.reprise.server.lookup;

import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;

/** What was found for a question, for as long as somebody else refers to its answers. */
final class RecordingsInUse {
    private final Question asked;
    private final List<Store.Version> versions;
    private final List<WeakReference<PreparedResponse>> answers;

    RecordingsInUse(FoundRecordings found) {
        this.asked = found.asked();
        this.versions = found.versions();
        this.answers = found.answers().stream().map(WeakReference::new).toList();
    }

    /** Empty when one of the answers is gone. */
    Optional<FoundRecordings> found() {
        List<PreparedResponse> present = answers.stream()
                .flatMap(answer -> Optional.ofNullable(answer.get()).stream())
                .toList();
        return present.size() == answers.size()
                ? Optional.of(new FoundRecordings(asked, versions, present))
                : Optional.empty();
    }
}

package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.file.member.FileValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes bodies from the members that hold them, or that name the files that do. */
record BodyReading(BodyFiles beside) {

    Optional<Bytes> body(FileValue holder) {
        List<Bytes> found = Stream.of(
                        holder.get("body").map(value -> WholeBody.read(holder, value)),
                        RecordingReading.textual(holder),
                        holder.get(SeparateBodies.NAME).map(value -> SeparateBodies.read(value, beside)))
                .flatMap(Optional::stream)
                .toList();
        if (found.size() > 1) {
            throw holder.wrong("has more than one of 'body', 'raw', 'base64' and 'file'");
        }
        return found.stream().findFirst();
    }
}

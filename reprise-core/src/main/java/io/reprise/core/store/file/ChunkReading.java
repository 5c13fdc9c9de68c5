package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.KnownJson;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.file.member.DialectMember;
import io.reprise.core.store.file.member.FieldsMember;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.store.file.member.SpellingMember;
import io.reprise.core.store.file.spelling.SpelledJson;
import java.util.Optional;

/** Makes chunks from their lines in a file. */
record ChunkReading(StreamFormat format, Dialect dialect, Spelling spelling) {
    /** As the response says that its chunks are spelled. */
    static ChunkReading of(FileValue response, StreamFormat format) {
        return new ChunkReading(
                format, DialectMember.read(response, Dialect.USUAL), SpellingMember.read(response, Spelling.COMPACT));
    }

    /** A chunk, and the JSON in it if its line has that as such. */
    record Read(Bytes bytes, Optional<KnownJson> json) {}

    Read chunk(FileValue chunk, int index) {
        Optional<FileValue> data = chunk.get("data");
        Optional<FileValue> text = chunk.get("text");
        Optional<Bytes> whole = RecordingReading.textual(chunk);
        int given = (data.isPresent() ? 1 : 0) + (text.isPresent() ? 1 : 0) + (whole.isPresent() ? 1 : 0);
        if (given != 1) {
            throw chunk.wrong("must have one of 'data', 'raw' and 'base64'");
        }
        if (chunk.get("event").isPresent() && whole.isPresent()) {
            throw chunk.wrong("has an 'event', which only 'data' can have");
        }
        if (whole.isPresent()) {
            return new Read(whole.get(), Optional.empty());
        }
        String said = data.map(json -> spelled(chunk, json, spelling))
                .orElseGet(() -> text.orElseThrow().text());
        Optional<String> before = chunk.get("before").map(FileValue::text);
        Optional<String> after = chunk.get("after").map(FileValue::text);
        Bytes bytes = before.isPresent() || after.isPresent()
                ? Bytes.utf8(before.orElse("") + said + after.orElse(""))
                : chunk(chunk, said, index);
        return new Read(bytes, data.map(json -> new KnownJson(Optional.of(said), json.json())));
    }

    /** The text of {@code json}, as its holder says that it is spelled, and otherwise as usual. */
    static String spelled(FileValue holder, FileValue json, Spelling usual) {
        int padding = holder.get("pad")
                .map(value -> (int) value.number(0, Spelling.MOST_PADDING))
                .orElse(0);
        return SpelledJson.write(json.json(), SpellingMember.read(holder, usual), padding);
    }

    private Bytes chunk(FileValue chunk, String said, int index) {
        PlainChunk plain = new PlainChunk(chunk.get("event").map(FileValue::text), FieldsMember.read(chunk), said);
        Dialect own = DialectMember.read(chunk, dialect);
        Bytes bytes = chunk.valid(() -> format.chunk(plain, own, index));
        boolean isChecked = plain.event().isPresent() || !plain.fields().isEmpty() || said.indexOf('\n') >= 0;
        if (isChecked && !format.spelled(bytes, index).map(SpelledChunk::plain).equals(Optional.of(plain))) {
            throw chunk.wrong("has "
                    + (plain.event().isPresent() ? "an 'event'" : "fields or lines")
                    + " that no chunk of '" + format.name() + "' can have");
        }
        return bytes;
    }
}

package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.file.member.DialectMember;
import io.reprise.core.store.file.member.FieldsMember;
import io.reprise.core.store.file.member.SpellingMember;
import io.reprise.core.store.file.spelling.DialectChoice;
import io.reprise.core.store.file.spelling.SpelledJson;
import io.reprise.core.store.file.spelling.SpellingChoice;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The chunks of a stream, each as one line of a recording file: as JSON, if any spelling of this JSON gives the same bytes.
 *
 * @param dialect in which most chunks are spelled
 * @param spelling in which most of the JSON is spelled; a chunk that differs names its own
 * @param isOld whether a reader of version 1 understands them
 */
record ChunkLines(Dialect dialect, Spelling spelling, List<String> lines, boolean isOld) {

    static ChunkLines of(StreamFormat format, List<Chunk> chunks) {
        List<Optional<SpelledChunk>> spelled = new ArrayList<>();
        for (Chunk chunk : chunks) {
            spelled.add(format.spelled(chunk.bytes(), spelled.size()));
        }
        Dialect dialect = DialectChoice.of(format, chunks, spelled);
        SpellingChoice spelling = SpellingChoice.of(spelled.stream()
                .map(chunk ->
                        chunk.map(SpelledChunk::plain).orElse(PlainChunk.EMPTY).json())
                .toList());
        boolean isOld = dialect.isUsual() && spelling.isOld();
        List<String> lines = new ArrayList<>(chunks.size());
        Writing writing = new Writing(format, dialect, spelling.spelling());
        for (Chunk chunk : chunks) {
            int index = lines.size();
            lines.add(writing.line(chunk, index, spelled.get(index), spelling.padding(index)));
        }
        return new ChunkLines(dialect, spelling.spelling(), lines, isOld && writing.isOld);
    }

    /** Writes one line after the other. */
    static final class Writing {
        private static final int LINE = 400;

        private final StreamFormat format;
        private final Dialect dialect;
        private final Spelling usual;
        private final StringBuilder line = new StringBuilder(LINE);
        private boolean isOld = true;

        Writing(StreamFormat format, Dialect dialect, Spelling usual) {
            this.format = format;
            this.dialect = dialect;
            this.usual = usual;
        }

        /** Whether a reader of version 1 understands all that was written, as far as the lines tell. */
        boolean isOld() {
            return isOld;
        }

        /** @param padding spaces before the last bracket of its JSON in the usual spelling; negative if it is spelled otherwise */
        String line(Chunk chunk, int index, Optional<SpelledChunk> spelled, int padding) {
            line.setLength(0);
            line.append("{\"at\": ").append(chunk.at());
            boolean isJson = spelled.isPresent() && inDialect(chunk.bytes(), index, spelled.get(), padding);
            if (!isJson && !betweenTexts(chunk.bytes()) && !asText(chunk.bytes(), index, spelled)) {
                asItIs(chunk.bytes());
            }
            return line.append('}').toString();
        }

        private boolean inDialect(Bytes chunk, int index, SpelledChunk spelled, int padding) {
            PlainChunk plain = spelled.plain();
            Optional<SpelledJson> json = padding >= 0
                    ? Optional.of(new SpelledJson(plain.json(), usual, padding))
                    : SpelledJson.ofItsOwn(plain.json());
            if (json.isEmpty()) {
                return false;
            }
            fields(chunk, index, spelled);
            json(json.get());
            return true;
        }

        private void fields(Bytes chunk, int index, SpelledChunk spelled) {
            PlainChunk plain = spelled.plain();
            plain.event().ifPresent(name -> member("event", new Json.JsonString(name)));
            if (!plain.fields().isEmpty()) {
                member("fields", FieldsMember.value(plain.fields()));
                isOld = false;
            }
            if (!DialectChoice.fits(format, chunk, index, spelled, dialect)) {
                member(DialectMember.NAME, DialectMember.value(spelled.dialect()));
                isOld = false;
            }
        }

        private void json(SpelledJson json) {
            if (json.padding() > 0) {
                member("pad", new Json.JsonNumber(String.valueOf(json.padding())));
                isOld = false;
            }
            if (!json.spelling().equals(usual)) {
                member(SpellingMember.NAME, SpellingMember.value(json.spelling()));
                isOld = false;
            }
            line.append(", \"data\": ").append(json.inFile());
        }

        /** JSON with texts around it that no dialect explains. */
        private boolean betweenTexts(Bytes chunk) {
            List<Payload> payloads = format.payloads(chunk);
            boolean isOne = payloads.size() == 1 && payloads.get(0).parts().size() == 1;
            if (!isOne || !format.content(chunk).equals(chunk) || chunk.decode().isEmpty()) {
                return false;
            }
            Payload.Part part = payloads.get(0).parts().get(0);
            String text = chunk.text(part.start(), part.end());
            String json = text.strip();
            Optional<SpelledJson> found = SpelledJson.of(json, usual);
            if (found.isEmpty()) {
                return false;
            }
            int start = text.indexOf(json);
            member("before", new Json.JsonString(chunk.text(0, part.start()) + text.substring(0, start)));
            member(
                    "after",
                    new Json.JsonString(text.substring(start + json.length()) + chunk.text(part.end(), chunk.size())));
            isOld = false;
            json(found.get());
            return true;
        }

        /** Text in chunks that are not text as a whole. */
        private boolean asText(Bytes chunk, int index, Optional<SpelledChunk> spelled) {
            if (spelled.isEmpty() || chunk.decode().isPresent()) {
                return false;
            }
            fields(chunk, index, spelled.get());
            member("text", new Json.JsonString(spelled.get().plain().json()));
            isOld = false;
            return true;
        }

        private void asItIs(Bytes chunk) {
            if (chunk.isText()) {
                member("raw", new Json.JsonString(chunk.decode().orElseThrow()));
            } else {
                member("base64", new Json.JsonString(Base64.getEncoder().encodeToString(chunk.toArray())));
            }
        }

        private void member(String name, Json value) {
            line.append(", \"").append(name).append("\": ").append(value.write(Layout.COMPACT));
        }
    }
}

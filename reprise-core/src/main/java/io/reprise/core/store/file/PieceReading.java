package io.reprise.core.store.file;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonCursor;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a recording whose answer is too large to be in memory: all else at first, then its chunks one by one. That is possible where the members are
 * in the order in which they are written, and the answer has {@code chunks}, or a text or base64 of several lines.
 */
public final class PieceReading implements LargeAnswer.Pieces {
    private static final String RESPONSE = "response";
    private static final Set<String> BEFORE = Set.of("reprise", "request");
    private static final Set<String> CONVERSATION = Set.of(MessageReading.MESSAGES, MessageReading.CLOSE);
    private static final Set<String> WHOLE = Set.of("body", SeparateBodies.NAME);
    private static final Set<String> IN_PIECES = Set.of("chunks", "raw", "base64");

    /** Where the file has something else than what can be read in pieces. */
    private static final class OtherForm extends Exception {
        private static final long serialVersionUID = 1;

        OtherForm() {
            super(null, null, false, false);
        }
    }

    /**
     * Where the text comes from.
     *
     * @param location names the file to people
     * @param beside has the request's bodies that are in files of their own
     * @param largestValue characters that a chunk, or a member beside the chunks, may have
     * @param failure what is thrown when reading fails
     */
    public record Source(
            String location, BodyFiles beside, long largestValue, Function<IOException, StoreException> failure) {}

    /** Makes chunks of the items of one list. */
    interface Items {
        /** Empty at the list's end. */
        Optional<Chunk> next() throws IOException;
    }

    private final Source source;
    private final JsonCursor text;
    private final List<Json.Member> members;
    private final List<String> unknownOfChunks = new ArrayList<>();
    private final RecordingFile.Read outline;
    private final Items items;
    private boolean isAtEnd;
    private boolean isOfOtherForm;

    private PieceReading(Source source, JsonCursor text) throws IOException, OtherForm {
        this.source = source;
        this.text = text;
        this.members = new ArrayList<>();
        upTo(Set.of(RESPONSE), CONVERSATION, members);
        for (String name : BEFORE) {
            if (members.stream().noneMatch(member -> member.name().equals(name))) {
                throw new OtherForm();
            }
        }
        List<Json.Member> ofResponse = new ArrayList<>();
        String list = upTo(IN_PIECES, WHOLE, ofResponse);
        members.add(new Json.Member(RESPONSE, new Json.JsonObject(ofResponse)));
        FileValue file = FileValue.of(new Json.JsonObject(members), source.location);
        this.outline = new RecordingReading(StreamFormats.KNOWN, source.beside).read(file);
        this.items = items(list, file.require(RESPONSE));
    }

    /**
     * Reads all but the chunks.
     *
     * @param file is closed with what is returned, or if nothing is
     * @return empty if the file cannot be read so
     * @throws StoreException if it is not a recording
     */
    public static Optional<PieceReading> open(InputStream file, Source source) throws IOException {
        JsonCursor text = new JsonCursor(file, source.largestValue);
        boolean isOpen = false;
        try {
            PieceReading reading = new PieceReading(source, text);
            isOpen = true;
            return Optional.of(reading);
        } catch (OtherForm | JsonCursor.LargeValueException other) {
            return Optional.empty();
        } catch (JsonSyntaxException | CharacterCodingException broken) {
            throw notJson(source.location, broken);
        } finally {
            if (!isOpen) {
                text.close();
            }
        }
    }

    /**
     * Reads the members of an object before one of these, at whose value the text is then.
     *
     * @param refused where one of them comes before
     * @param members takes those that were read
     */
    private String upTo(Set<String> names, Set<String> refused, List<Json.Member> members)
            throws IOException, OtherForm {
        if (!text.enter(true)) {
            throw new OtherForm();
        }
        while (true) {
            String name = text.nextMember().orElseThrow(OtherForm::new);
            if (names.contains(name)) {
                return name;
            }
            if (refused.contains(name)) {
                throw new OtherForm();
            }
            members.add(new Json.Member(name, text.value()));
        }
    }

    private Items items(String list, FileValue response) throws IOException, OtherForm {
        boolean isStream = outline.recording().exchange().response().isStream();
        if (!text.enter(false) || isStream != list.equals("chunks")) {
            throw new OtherForm();
        }
        return isStream
                ? new ChunkItems(
                        text,
                        response,
                        outline.recording().exchange().response().format(),
                        unknownOfChunks)
                : new TextItems(text, response, list);
    }

    /** What lint has to say of the members, as far as they have been read. */
    public RecordingFile.Members members() {
        RecordingFile.Members all = RecordingFile.members(FileValue.of(new Json.JsonObject(members), source.location));
        List<String> unknown = new ArrayList<>(all.unknown());
        unknown.addAll(unknownOfChunks);
        return new RecordingFile.Members(unknown, all.unserved(), all.emptyHeaders(), all.forPeople());
    }

    /** The recording, whose response has no chunks. */
    public RecordingFile.Read outline() {
        return outline;
    }

    /**
     * The next chunk, or the next piece of a body that is no stream.
     *
     * @throws StoreException if the file is not a recording
     */
    @Override
    public Optional<Chunk> next() {
        try {
            Optional<Chunk> next = isAtEnd ? Optional.empty() : items.next();
            if (next.isEmpty() && !isAtEnd) {
                isAtEnd = true;
                finish();
            }
            return next;
        } catch (JsonCursor.LargeValueException tooLarge) {
            isAtEnd = true;
            isOfOtherForm = true;
            return Optional.empty();
        } catch (JsonSyntaxException | CharacterCodingException broken) {
            throw notJson(source.location, broken);
        } catch (IOException failed) {
            throw source.failure.apply(failed);
        }
    }

    /** Whether the file turned out to have a chunk that is too large, or more after its chunks than can be read in pieces. To be asked at the end. */
    public boolean isOfOtherForm() {
        return isOfOtherForm;
    }

    private void finish() throws IOException {
        while (text.nextMember().isPresent()) {
            text.value();
            isOfOtherForm = true;
        }
        for (Optional<String> name = text.nextMember(); name.isPresent(); name = text.nextMember()) {
            members.add(new Json.Member(name.get(), text.value()));
            isOfOtherForm |= UnknownMembers.isKnown(name.get());
        }
        text.end();
    }

    private static StoreException notJson(String location, Exception broken) {
        String what = broken instanceof CharacterCodingException
                ? "it is not UTF-8"
                : "it is not valid JSON: " + broken.getMessage();
        return FileValue.notJson(location, what, broken);
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException ignored) {
            // nothing was written
        }
    }
}

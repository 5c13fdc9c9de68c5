package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.member.DayMember;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The text form of a recording, as docs/format.md specifies it. The oldest version that can hold a recording is written. A response comes back byte for byte. Of a
 * request, the value is kept: a JSON body may have another layout.
 */
public final class RecordingFile {
    /** The newest version of the format. */
    public static final int VERSION = 3;

    private static final int BEGINNING = 200;

    /** A recording, its request with the value of its body where the file has it, and its response with the values that the file has. */
    public record Read(Recording recording, ParsedRequest request, ParsedResponse response) {}

    /**
     * A recording as it is to be written.
     *
     * @param bodies files beside it, which must be there before it is
     */
    public record Written(Bytes text, List<BodyFile> bodies) {}

    /** The text of a recording that is too large to be in memory. */
    public interface LargeText {
        /** Writes all of it to a file that is empty. May be called several times, and writes the same bytes each time. */
        void writeTo(FileChannel file) throws IOException;
    }

    /** As {@link Written}. */
    public record LargeWritten(LargeText text, List<BodyFile> bodies) {}

    /** What a file says, before it is understood. */
    public static final class Values {
        private final FileValue file;

        private Values(FileValue file) {
            this.file = file;
        }
    }

    private RecordingFile() {}

    /** The bytes of the file. The same recording always gives the same bytes. */
    public static Bytes write(Recording recording) {
        return write(recording, ApiFamilies.parse(recording.exchange().request()));
    }

    /** As {@link #write(Recording)}, with the recording's request, which may be parsed already. */
    public static Bytes write(Recording recording, ParsedRequest request) {
        return RecordingWriting.text(recording, request, new SeparateBodies(Optional.empty()));
    }

    /**
     * As {@link #write(Recording, ParsedRequest)}, but large binary bodies have files of their own.
     *
     * @param stem the beginning of the names of these files: the name of the recording's file, without its extension
     */
    public static Written write(Recording recording, ParsedRequest request, String stem) {
        SeparateBodies bodies = new SeparateBodies(Optional.of(stem));
        Bytes text = RecordingWriting.text(recording, request, bodies);
        return new Written(text, bodies.files());
    }

    /** As the other method, for a recording whose chunks are not in memory. The chunks must be there as long as it is written. */
    public static LargeWritten writeLarge(Recording recording, ParsedRequest request, String stem) {
        SeparateBodies bodies = new SeparateBodies(Optional.of(stem));
        RecordingWriting.collectBodies(request, bodies);
        return new LargeWritten(
                file -> RecordingWriting.write(recording, request, new SeparateBodies(Optional.of(stem)), file),
                bodies.files());
    }

    /**
     * The recording in a file, with any layout and any unknown members.
     *
     * @param location names the file to people
     * @throws StoreException if this is not a recording; the message says where and what is wrong
     */
    public static Recording read(Bytes file, String location) {
        return parse(file, location, name -> {
                    throw new StoreException(
                            "'" + location + "' cannot be read: its body is in the file '" + name
                                    + "' beside it, which is not at hand",
                            null);
                })
                .recording();
    }

    /**
     * As {@link #read}, with the request as it is known from the file.
     *
     * @param beside has the bodies that are in files of their own
     */
    public static Read parse(Bytes file, String location, BodyFiles beside) {
        return read(values(file, location), beside);
    }

    /**
     * The values of a file that are to be read by {@link #read(Values, BodyFiles)}. The bytes of the file are not needed any more.
     *
     * @throws StoreException if this is not JSON
     */
    public static Values values(Bytes file, String location) {
        return new Values(FileValue.parse(file, location));
    }

    /** As {@link #parse}. */
    public static Read read(Values values, BodyFiles beside) {
        return new RecordingReading(StreamFormats.KNOWN, beside).read(values.file);
    }

    /** The same, where {@code formats} are those whose names are understood. */
    static Read parse(Bytes file, String location, StreamFormats formats) {
        return new RecordingReading(formats, name -> Bytes.EMPTY).read(FileValue.parse(file, location));
    }

    /**
     * The values of the members of the file that mean nothing to this program, one in each line, as JSON.
     *
     * @throws StoreException if the file is not one object of JSON
     */
    public static String membersForPeople(Bytes file, String location) {
        return membersForPeople(values(file, location));
    }

    /** As above, of values that have been read. */
    public static String membersForPeople(Values values) {
        return UnknownMembers.valuesOfNotes(values.file);
    }

    /**
     * A text that was written again, with the members that another text had for people.
     *
     * @param change what becomes of their values
     */
    public static Bytes withMembersForPeople(Bytes text, Bytes other, String location, UnaryOperator<Json> change) {
        return UnknownMembers.withNotes(text, FileValue.parse(other, location), change);
    }

    /**
     * The text of a file with that day as its own, and nothing else changed; empty if that is not found out. The result is to be checked: it may be
     * another recording where a file has an unusual layout.
     */
    public static Optional<Bytes> withDay(Bytes text, LocalDate day) {
        return text.decode().flatMap(plain -> DayMember.edited(plain, day)).map(Bytes::utf8);
    }

    /**
     * What lint has to say of the members of a file.
     *
     * @param unknown the places of members that mean nothing to any version up to this one, such as {@code response.statu}
     * @param unserved the places of headers of the response that are never sent, since they concern a connection
     * @param emptyHeaders the headers of a recording that are empty lists, which is as if they were not there
     * @param forPeople as {@link #membersForPeople(Bytes, String)}
     */
    public record Members(List<String> unknown, List<String> unserved, List<String> emptyHeaders, String forPeople) {}

    /**
     * The members of a file.
     *
     * @throws StoreException if the file is not one object of JSON
     */
    public static Members members(Bytes file, String location) {
        return members(FileValue.parse(file, location));
    }

    static Members members(FileValue file) {
        return new Members(
                UnknownMembers.of(file),
                UnknownMembers.unserved(file),
                UnknownMembers.emptyHeaders(file),
                UnknownMembers.valuesOfNotes(file));
    }

    /** Whether a file, valid or not, means to be a recording: it says so within its first lines. */
    public static boolean claims(Bytes file) {
        return file.slice(0, Math.min(file.size(), BEGINNING)).toString().contains("\"reprise\"");
    }
}

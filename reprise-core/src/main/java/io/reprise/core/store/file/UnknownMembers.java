package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.store.file.member.DayMember;
import io.reprise.core.store.file.member.FileValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Members of a recording's file that no version up to this one knows; probably misspelt. */
final class UnknownMembers {
    private static final Set<String> FILE = Set.of(
            "reprise", "test", "occurrence", "upstream", DayMember.NAME, "request", "response", "messages", "close");
    private static final Set<String> REQUEST =
            Set.of("method", "path", "query", "headers", "body", "raw", "base64", "file", "parts");
    private static final Set<String> RESPONSE = Set.of(
            "status", "headers", "framing", "ending", "dialect", "layout", "chunks", "at", "before", "after", "pad",
            "newline", "body", "raw", "base64", "file");
    private static final Set<String> PART =
            Set.of("headers", "layout", "before", "after", "pad", "newline", "body", "raw", "base64", "file");
    private static final Set<String> BODY_FILE = Set.of("name", "size", "sha256");
    private static final Set<String> CHUNK = Set.of(
            "at", "event", "fields", "dialect", "pad", "layout", "before", "after", "data", "text", "raw", "base64");

    private static final Set<String> MESSAGE = Set.of("at", "from", "binary", "pad", "layout", "data", "raw", "base64");
    private static final Set<String> CLOSE = Set.of("at", "from", "code", "reason");

    private UnknownMembers() {}

    /** Whether a member of the file itself has a meaning. */
    static boolean isKnown(String name) {
        return FILE.contains(name);
    }

    /** Their places. Names that begin with {@code x-} are for people and not reported. */
    static List<String> of(FileValue file) {
        List<String> unknown = new ArrayList<>();
        collect(file, FILE, unknown);
        file.get("request").ifPresent(request -> collect(request, REQUEST, unknown));
        file.get("request")
                .flatMap(request -> request.get(PartLines.NAME))
                .ifPresent(parts -> parts.items().forEach(part -> {
                    collect(part, PART, unknown);
                    collectFile(part, unknown);
                }));
        file.get("request").ifPresent(request -> collectFile(request, unknown));
        Optional<FileValue> response = file.get("response");
        response.ifPresent(value -> collectFile(value, unknown));
        response.ifPresent(value -> collect(value, RESPONSE, unknown));
        response.flatMap(value -> value.get("chunks"))
                .ifPresent(chunks -> chunks.items().forEach(chunk -> ofChunk(chunk, unknown)));
        file.get(MessageReading.MESSAGES)
                .ifPresent(messages -> messages.items().forEach(message -> collect(message, MESSAGE, unknown)));
        file.get(MessageReading.CLOSE).ifPresent(close -> collect(close, CLOSE, unknown));
        return unknown;
    }

    /** Those of one chunk. */
    static void ofChunk(FileValue chunk, List<String> unknown) {
        collect(chunk, CHUNK, unknown);
    }

    /** The values of all top members that no version knows, also of those whose names begin with {@code x-}. */
    static String valuesOfNotes(FileValue file) {
        return file.members().stream()
                .filter(member -> !FILE.contains(member.name()))
                .map(member -> member.value().json().write(Layout.COMPACT))
                .collect(Collectors.joining("\n"));
    }

    /** A text that was written, with the top members of {@code file} that no version knows, one in each line. */
    static Bytes withNotes(Bytes written, FileValue file, UnaryOperator<Json> change) {
        String notes = file.members().stream()
                .filter(member -> !FILE.contains(member.name()))
                .map(member -> ",\n  " + new Json.JsonString(member.name()).write(Layout.COMPACT) + ": "
                        + change.apply(member.value().json()).write(Layout.COMPACT))
                .collect(Collectors.joining());
        String text = written.toString();
        return notes.isEmpty() ? written : Bytes.utf8(text.substring(0, text.lastIndexOf("\n}")) + notes + "\n}\n");
    }

    /** The places of headers of the response that are never sent, since they speak of a connection. */
    static List<String> unserved(FileValue file) {
        List<FileValue.FileMember> members = file.get("response")
                .flatMap(response -> response.get("headers"))
                .map(FileValue::members)
                .orElse(List.of());
        Headers all = new Headers(members.stream()
                .flatMap(
                        member -> member.value().texts().stream().map(value -> new Headers.Field(member.name(), value)))
                .toList());
        String method = file.get("request")
                .flatMap(request -> request.get("method"))
                .map(FileValue::text)
                .orElse("");
        Headers served = all.ofAnswerTo(method);
        boolean isConversation = file.get(MessageReading.MESSAGES).isPresent();
        return members.stream()
                .filter(member -> !member.value().texts().isEmpty())
                .filter(member -> served.first(member.name()).isEmpty()
                        || isConversation && !member.name().equalsIgnoreCase(Exchange.CHOSEN_PROTOCOL))
                .map(member -> member.value().place())
                .toList();
    }

    /** The places of headers of the request and the response that have no value. */
    static List<String> emptyHeaders(FileValue file) {
        return Stream.of("request", "response")
                .flatMap(part -> file.get(part).flatMap(holder -> holder.get("headers")).stream())
                .flatMap(headers -> headers.members().stream())
                .filter(member -> member.value().texts().isEmpty())
                .map(member -> member.value().place())
                .toList();
    }

    private static void collectFile(FileValue holder, List<String> unknown) {
        holder.get(SeparateBodies.NAME).ifPresent(named -> collect(named, BODY_FILE, unknown));
    }

    private static void collect(FileValue object, Set<String> known, List<String> unknown) {
        object.members().stream()
                .filter(member ->
                        !known.contains(member.name()) && !member.name().startsWith("x-"))
                .forEach(member -> unknown.add(member.value().place()));
    }
}

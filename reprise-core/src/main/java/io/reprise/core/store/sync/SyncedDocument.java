package io.reprise.core.store.sync;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A document of the source, understood once: its recording, and the bodies that it needs. */
final class SyncedDocument {
    private final Documents.Whole whole;
    private final RecordingFile.Read read;
    private final RecordingFile.Values values;

    private SyncedDocument(Documents.Whole whole, RecordingFile.Read read, RecordingFile.Values values) {
        this.whole = whole;
        this.read = read;
        this.values = values;
    }

    /** @throws StoreException if this program does not understand it, or a body is missing */
    static SyncedDocument of(Documents.Document document) {
        Map<String, Bytes> bodies = new LinkedHashMap<>();
        try {
            RecordingFile.Values values = RecordingFile.values(document.text(), document.location());
            RecordingFile.Read read = RecordingFile.read(
                    values,
                    name -> bodies.computeIfAbsent(
                            name, wanted -> document.beside().apply(wanted)));
            return new SyncedDocument(new Documents.Whole(document.location(), document.text(), bodies), read, values);
        } catch (StoreException said) {
            throw said;
        } catch (RuntimeException unforeseen) { // it must harm no other document
            throw StoreException.unreadable(
                    document.location(), "Reprise does not understand it", "correct it, or delete it", unforeseen);
        }
    }

    Documents.Whole whole() {
        return whole;
    }

    Recording recording() {
        return read.recording();
    }

    Documents.Placement placement(Optional<Bytes> replaced) {
        return new Documents.Placement(whole, read.recording(), read.request(), replaced);
    }

    /** Why it must not be in any store; empty if it may be. */
    Optional<String> credential(Redaction redaction) {
        Exchange exchange = read.recording().exchange();
        Redaction.Outcome outcome = redaction.apply(exchange);
        if (outcome instanceof Redaction.Outcome.Unreadable unreadable) {
            return Optional.of(unreadable.reason());
        }
        Stream<CredentialFinding> within =
                outcome instanceof Redaction.Outcome.Refused refused ? refused.findings().stream() : Stream.empty();
        String found = Stream.concat(within, aroundIt(redaction))
                .distinct()
                .map(CredentialFinding::toString)
                .collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
            return Optional.of(credential(found));
        }
        return outcome instanceof Redaction.Outcome.Clean clean
                ? difference(exchange, clean.exchange())
                : Optional.empty();
    }

    private static String credential(String what) {
        return "it seems to contain a credential: " + what + "; revoke it, and mask it with 'reprise scrub'";
    }

    /** Headers and members of the query are left out by their names; in bodies, members are masked whatever they hold. */
    private static Optional<String> difference(Exchange exchange, Exchange cleaned) {
        Request asked = exchange.request();
        Response answered = exchange.response();
        boolean isSame = asked.query().equals(cleaned.request().query())
                && asked.path().equals(cleaned.request().path())
                && asked.headers().equals(cleaned.request().headers())
                && answered.headers().equals(cleaned.response().headers());
        if (!isSame) {
            return Optional.of(credential("a header or a member of the query"));
        }
        return exchange.equals(cleaned)
                ? Optional.empty()
                : Optional.of("it has members that redact.members masks; 'reprise scrub' masks them");
    }

    private Stream<CredentialFinding> aroundIt(Redaction redaction) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("test id", read.recording().test().name());
        texts.put("name of the upstream", read.recording().upstream());
        texts.put("path of the file", whole.location());
        texts.put("members for people", RecordingFile.membersForPeople(values));
        return texts.entrySet().stream()
                .flatMap(text -> redaction.words().kinds(text.getValue()).stream()
                        .map(kind -> new CredentialFinding(text.getKey(), kind)));
    }

    /** As filters see it. */
    Store.Entry entry(KeyRules rules) {
        return new DocumentEntry(
                whole.location(),
                read.recording(),
                rules.question(read.request(), read.recording().test()),
                read.response());
    }

    /** A document as an entry of its store. */
    private record DocumentEntry(String location, Recording recording, Question question, ParsedResponse response)
            implements Store.Entry {}
}

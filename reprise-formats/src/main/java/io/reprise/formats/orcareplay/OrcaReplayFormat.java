package io.reprise.formats.orcareplay;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Found;
import io.reprise.formats.JsonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The events of a run, one on each line. Calls of models, and other HTTP that was seen, are a request and the next response of their kind. */
public final class OrcaReplayFormat implements DocumentFormat {
    private static final Pattern BEGIN = Pattern.compile("\\s*\\{\\s*\"seq\"\\s*:");
    private static final List<String> KINDS = List.of("model", "net");

    @Override
    public String name() {
        return "orcareplay";
    }

    @Override
    public boolean isNamed(String name) {
        return name.equals("events.jsonl");
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return document.text()
                .filter(text -> BEGIN.matcher(text).lookingAt())
                .map(text -> found(document, text.endsWith("\n")));
    }

    private static List<Found> found(Document document, boolean isWhole) {
        JsonValues read = document.once(JsonValues.class, JsonValues::of);
        List<Found> found = new ArrayList<>();
        for (String problem : read.problems()) {
            boolean isCut = !isWhole && read.problems().size() == 1;
            found.add(
                    isCut
                            ? new Found.LeftOut(document.origin(), "its last line was not written to its end")
                            : new Found.Unreadable(document.origin(), problem));
        }
        for (String kind : KINDS) {
            found.addAll(ofKind(kind, read.values(), document));
        }
        return found;
    }

    private static List<Found> ofKind(String kind, List<Json> events, Document document) {
        List<Found> found = new ArrayList<>();
        Optional<Json> asked = Optional.empty();
        for (Json event : events) {
            if (event.text("type").equals(kind + ".request")) {
                asked.ifPresent(request -> found.add(unanswered(request, document)));
                asked = Optional.of(event);
            } else if (event.text("type").equals(kind + ".response") && asked.isPresent()) {
                RecordedEvents pair = new RecordedEvents(document, asked.get(), event);
                asked = Optional.empty();
                found.add(Found.orReason(pair.origin(), () -> pair.found(test(document))));
            }
        }
        asked.ifPresent(request -> found.add(unanswered(request, document)));
        return found;
    }

    private static Found unanswered(Json request, Document document) {
        return new Found.LeftOut(RecordedEvents.origin(document, request), "its request has no response");
    }

    /** The directory of the run, below the source. */
    private static TestId test(Document document) {
        int slash = document.origin().lastIndexOf('/');
        return slash < 0 ? TestId.NONE : TestId.ofBeginning(document.origin().substring(0, slash));
    }
}

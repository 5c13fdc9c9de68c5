package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Recognizes tables and citations in what no family knows, by their form. */
final class KnownForms {
    private static final int MOST_COLUMNS = 12;
    private static final List<String> URLS = List.of("url", "uri");
    private static final List<String> TITLES = List.of("title", "document_title");
    private static final List<String> TEXTS = List.of("cited_text", "snippet", "quote", "text");
    private static final Set<String> SCORES = Set.of("relevance_score", "score");

    private KnownForms() {}

    static List<MessagePart> of(MessagePart.Other other) {
        List<Json> items = other.json() instanceof Json.JsonArray ? other.json().items() : List.of(other.json());
        List<MessagePart> citations = items.stream()
                .flatMap(item -> citation(item).stream())
                .<MessagePart>map(citation -> citation)
                .toList();
        if (!citations.isEmpty() && citations.size() == items.size()) {
            return Stream.concat(citations.stream(), Stream.of(other)).toList();
        }
        return List.of(table(other).map(table -> (MessagePart) table).orElse(other));
    }

    /** An object with a URL and a title, or with a text that it cites; it may be the only object within another. */
    private static Optional<MessagePart.Citation> citation(Json item) {
        Json source = item.members().stream()
                .map(Json.Member::value)
                .filter(value -> !first(value, URLS).isEmpty())
                .findFirst()
                .orElse(item);
        String url = first(source, URLS);
        String title = first(source, TITLES);
        String text = first(source, TEXTS);
        boolean isCitation =
                !url.isEmpty() && !title.isEmpty() || !source.text("cited_text").isEmpty();
        return isCitation ? Optional.of(new MessagePart.Citation(title, url, text)) : Optional.empty();
    }

    private static String first(Json object, List<String> names) {
        return names.stream()
                .map(name -> object.text(name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** At least two flat objects with the same few members; the best score first. */
    private static Optional<MessagePart.Table> table(MessagePart.Other other) {
        List<Json> items = other.json().items();
        Set<String> columns = new LinkedHashSet<>();
        for (Json item : items) {
            if (item.members().isEmpty()
                    || item.members().stream().anyMatch(member -> !Scalars.isScalar(member.value()))) {
                return Optional.empty();
            }
            item.members().forEach(member -> columns.add(member.name()));
        }
        if (items.size() < 2 || columns.size() > MOST_COLUMNS) {
            return Optional.empty();
        }
        List<List<Json>> rows = new ArrayList<>();
        sorted(items, columns)
                .forEach(item -> rows.add(columns.stream()
                        .map(name -> item.get(name).orElse(Json.NULL))
                        .toList()));
        return Optional.of(new MessagePart.Table(List.copyOf(columns), rows));
    }

    private static Stream<Json> sorted(List<Json> items, Set<String> columns) {
        Optional<String> score = columns.stream().filter(SCORES::contains).findFirst();
        return score.isEmpty()
                ? items.stream()
                : items.stream()
                        .sorted(Comparator.comparingDouble((Json item) -> number(item.get(score.get())))
                                .reversed());
    }

    private static double number(Optional<Json> value) {
        try {
            return value.map(Scalars::text).map(Double::parseDouble).orElse(0.0);
        } catch (NumberFormatException noNumber) {
            return 0;
        }
    }
}

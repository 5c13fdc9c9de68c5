package io.reprise.core.ids;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonScalars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the strings and numbers of answers, and which of them change from answer to answer. */
final class AnswerLeaves {
    private static final String ITEM = "[]";

    private final ApiFamily family;
    private final Map<AnswerLeaf.Member, Optional<Volatility>> known = new HashMap<>();

    AnswerLeaves(ApiFamily family) {
        this.family = family;
    }

    /** For each chunk, in order. */
    static List<List<AnswerLeaf>> of(Response response, ApiFamily family) {
        AnswerLeaves leaves = new AnswerLeaves(family);
        return response.chunks().stream()
                .map(chunk -> leaves.of(chunk.bytes(), response.format()))
                .toList();
    }

    List<AnswerLeaf> of(Bytes chunk, StreamFormat format) {
        List<AnswerLeaf> leaves = new ArrayList<>();
        Bytes content = format.content(chunk);
        List<Payload> payloads = format.payloads(chunk);
        for (int i = 0; i < payloads.size(); i++) {
            for (ScalarPlaces.Found found : ScalarPlaces.of(content, payloads.get(i))) {
                AnswerLeaf.Member member = new AnswerLeaf.Member(
                        found.scalar().path(), found.scalar().name());
                Optional<Volatility> why = why(member);
                leaves.add(new AnswerLeaf(found, content, i, why.isPresent() ? why : guessed(found)));
            }
        }
        return leaves;
    }

    private Optional<Volatility> why(AnswerLeaf.Member member) {
        Optional<Volatility> why = known.get(member);
        if (why == null) {
            why = member.name().isEmpty() ? Optional.empty() : family.volatility(member.path(), member.name());
            why = why.or(() -> whyOfHolder(member.path()));
            known.put(member, why);
        }
        return why;
    }

    private Optional<Volatility> guessed(ScalarPlaces.Found found) {
        JsonScalars.Scalar scalar = found.scalar();
        if (!scalar.name().isEmpty()) {
            return family.volatility(scalar.path(), scalar.name(), scalar.value());
        }
        int end = scalar.path().length() - ITEM.length();
        int dot = scalar.path().lastIndexOf('.');
        boolean isItemOfMember = dot >= 0 && scalar.path().indexOf('[', dot) == end;
        return isItemOfMember
                ? family.volatility(
                        scalar.path().substring(0, dot),
                        scalar.path().substring(dot + 1, end),
                        new Json.JsonArray(List.of(scalar.value())))
                : Optional.empty();
    }

    /** What is within a volatile member is volatile, too. */
    private Optional<Volatility> whyOfHolder(String path) {
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            int end = path.indexOf('.', dot + 1);
            String name = path.substring(dot + 1, end < 0 ? path.length() : end).replace("[]", "");
            Optional<Volatility> why = family.volatility(path.substring(0, dot), name);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }
}

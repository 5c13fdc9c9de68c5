package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A body that is not a stream, as members of a recording file: as JSON if possible, otherwise as text or base64. */
final class WholeBody {
    private static final int BASE64_LINE = 100;

    private WholeBody() {}

    /** Writes a response's body so that reading it gives the same bytes. */
    static void writeExactly(Bytes body, MemberLines lines) {
        Optional<String> text = body.decode();
        Optional<Json> value = text.flatMap(Json::tryParse);
        String end = text.filter(present -> present.endsWith("\n")).isPresent() ? "\n" : "";
        Optional<Layout> layout = value.flatMap(json -> Arrays.stream(Layout.values())
                .filter(candidate -> (json.write(candidate) + end).equals(text.orElseThrow()))
                .findFirst());
        if (value.isEmpty() || layout.isEmpty()) {
            writeText(body, lines);
            return;
        }
        writeLayout(layout.get(), lines);
        if (!end.isEmpty()) {
            lines.member("newline", Json.TRUE);
        }
        lines.member("body", value.get());
    }

    static void writeLayout(Layout layout, MemberLines lines) {
        if (layout != Layout.COMPACT) {
            lines.member("layout", layout.name().toLowerCase(Locale.ROOT));
        }
    }

    static void writeText(Bytes body, MemberLines lines) {
        Optional<String> text = body.decode();
        if (text.isPresent()) {
            writeLines("raw", linesOf(text.get()), lines);
        } else {
            writeLines("base64", piecesOf(Base64.getEncoder().encodeToString(body.toArray())), lines);
        }
    }

    private static void writeLines(String name, List<String> texts, MemberLines lines) {
        if (texts.size() == 1) {
            lines.member(name, texts.get(0));
        } else {
            lines.member(
                    name,
                    new Json.JsonArray(
                            texts.stream().<Json>map(Json.JsonString::new).toList()));
        }
    }

    private static List<String> linesOf(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        do {
            int end = text.indexOf('\n', from) + 1;
            lines.add(text.substring(from, end == 0 ? text.length() : end));
            from = end == 0 ? text.length() : end;
        } while (from < text.length());
        return lines;
    }

    private static List<String> piecesOf(String text) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += BASE64_LINE) {
            pieces.add(text.substring(from, Math.min(text.length(), from + BASE64_LINE)));
        }
        return pieces;
    }
}

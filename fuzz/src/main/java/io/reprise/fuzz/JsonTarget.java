package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonLiterals;
import io.reprise.core.json.JsonPath;
import io.reprise.core.json.JsonScanner;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Optional;

/** JSON: what is read and written again is the same value in every layout, whatever its depth; the scanner never fails. */
final class JsonTarget implements FuzzTarget {
    @Override
    public void check(Input input) {
        String text = input.text();
        scan(text);
        Optional<Json> value = Expect.orRefusal(JsonSyntaxException.class, () -> Json.parse(text));
        Expect.same(Json.tryParse(text), value, "the value, tried");
        if (input.bytes().decode().isPresent()) {
            Expect.same(Json.tryParse(input.bytes()), value, "the value of the bytes");
        }
        value.ifPresent(json -> check(json, text));
    }

    private static void check(Json value, String text) {
        for (Layout layout : Layout.values()) {
            String written = value.write(layout);
            Expect.same(Json.parse(written), value, "the value of layout " + layout);
            Expect.same(Json.parse(written).write(layout), written, "what is written of layout " + layout);
        }
        Expect.same(value.changeScalars(scalar -> scalar), value, "a value without changes");
        JsonLiterals literals = new JsonLiterals(text, List.of(JsonPath.parse("$..content")), name -> name);
        literals.read(0, text.length());
        for (JsonLiterals.Literal literal : literals.strings()) {
            JsonLiterals.Span span = literal.span();
            Expect.that(
                    Json.tryParse(text.substring(span.from() - 1, span.to() + 1))
                            .flatMap(Json::string)
                            .isPresent(),
                    "a string stands between quotes");
            Expect.that(literal.channel().length() <= text.length() + 100_000, "a channel is a way through the text");
        }
        for (JsonLiterals.Span span : literals.named()) {
            Expect.that(
                    Json.tryParse(text.substring(span.from(), span.to())).isPresent(), "what a path names is a value");
        }
    }

    private static void scan(String text) {
        JsonScanner scanner = new JsonScanner(text);
        int at = 0;
        while (scanner.next() != JsonScanner.Token.END) {
            Expect.that(scanner.start() >= at && scanner.end() > scanner.start(), "tokens are in their order");
            Expect.that(scanner.contentEnd() >= scanner.start(), "a token has an end");
            at = scanner.end();
        }
        Expect.that(at <= text.length(), "tokens are within the text");
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.utf8("{\"a\": [1, 2.50, -0, 1e400], \"b\\u00f6\": \"\\ud83d\\n\", \"a\": {\"content\": null}}"),
                Bytes.utf8(" [true,false,\"\\ud83d\\ude00\"] "),
                Bytes.utf8("[".repeat(20_000)),
                Bytes.utf8("{\"a\":".repeat(20_000)),
                Expect.deepJson(10_000));
    }
}

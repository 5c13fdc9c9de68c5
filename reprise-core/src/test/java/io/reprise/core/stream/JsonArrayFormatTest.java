package io.reprise.core.stream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayFormatTest extends StreamFormatContract {
    @Override
    StreamFormat format() {
        return StreamFormats.JSON_ARRAY;
    }

    @Override
    List<String> oddParts() {
        return List.of("[", "]", ",", "\r\n", " ", "{\"a\":\"}\\\"]\"}", "12", "null", "\"", "\\", "}", "é");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{}^,~^{\"a\":[1]}^]^       | '[{}/^,~^{\"a\":[1]}/^]^'",
                "' [ 1, 2 ] '                | ' [ 1/, 2/ ] '",
                "[[1],\"],\",null]           | '[[1]/,\"],\"/,null/]'",
                "[\"a\\\"]\",2]              | '[\"a\\\"]\"/,2/]'",
                "[\"\",\"\\\\\",1]              | '[\"\"/,\"\\\\\"/,1/]'",
                "[]                          | []",
                "[{\"a\":1}                  | '[{\"a\":1}'",
                "[{\"a\":[1                  | '[{\"a\":[1'",
                "[{}] [{}]                   | '[{}/] [{}]'",
                "{\"error\": [1, 2]}         | '{\"error\": [1, 2]}'",
                "12, 13                      | '12, 13'",
            })
    void endsAChunkAfterEachElement(String body, String expected) {
        Framer framer = StreamFormats.JSON_ARRAY.framer();

        List<Bytes> chunks = new ArrayList<>(framer.feed(bytes(body)));
        framer.rest().ifPresent(chunks::add);

        assertThat(chunks)
                .map(Bytes::toString)
                .isEqualTo(List.of(bytes(expected).toString().split("/", -1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{}              | {}",
                "^,~^{\"a\": 1}   | {\"a\": 1}",
                "[[1              | [1",
                ",[1,2]           | [1,2]",
                "[1,2 ,3]         | 1/2/3",
                "' {\"e\":[1]} '  | {\"e\":[1]}",
                "^]^              | -",
                "[]               | -",
                "','              | -",
                "^                | -",
                "[{\"a\":  ^      | {\"a\":",
            })
    void readsElements(String chunk, String expected) {
        Bytes bytes = bytes(chunk);

        String found = StreamFormats.JSON_ARRAY.payloads(bytes).stream()
                .map(payload -> payload.text(bytes))
                .collect(joining("/"));

        assertThat(found.isEmpty() ? "-" : found).isEqualTo(expected);
    }

    @Test
    void cutsWhatFollowsARestAsIfItHadNotBeenAskedFor() {
        Framer framer = StreamFormats.JSON_ARRAY.framer();
        assertThat(framer.feed(bytes("[1,{\"a\":"))).containsExactly(bytes("[1"));

        Bytes begun = framer.rest().orElseThrow();

        assertThat(framer.feed(begun)).isEmpty();
        assertThat(framer.feed(bytes("2}^,"))).containsExactly(bytes(",{\"a\":2}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"]", "^]^", "[]", " [ ] "})
    void closesTheArrayInItsLastChunk(String chunk) {
        assertThat(StreamFormats.JSON_ARRAY.isEndMark(bytes(chunk))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {",[]", "[{}", "[[]", "^", "", "{}", ",{\"a\":[]}"})
    void doesNotCloseTheArrayElsewhere(String chunk) {
        assertThat(StreamFormats.JSON_ARRAY.isEndMark(bytes(chunk))).isFalse();
    }

    @Test
    void closesTheArrayAfterAnError() {
        assertThat(StreamFormats.JSON_ARRAY.error(PlainChunk.of("{}"), 0)).hasToString("[{}\n]");
        assertThat(StreamFormats.JSON_ARRAY.error(PlainChunk.of("{}"), 3)).hasToString("\n,\r\n{}\n]");
    }

    @Test
    void leavesTheArrayWholeWithAnEmptyChunk() {
        assertThat(StreamFormats.JSON_ARRAY.chunk(PlainChunk.EMPTY, 0)).hasToString("\n");
        assertThat(StreamFormats.JSON_ARRAY.chunk(PlainChunk.EMPTY, 1)).hasToString("\n");
    }

    @Test
    void leavesTheArrayWholeWhenAChunkIsRepeated() {
        assertThat(StreamFormats.JSON_ARRAY.repeated(bytes(" [ {}"), 0)).hasToString("\n,\r\n{}");
        assertThat(StreamFormats.JSON_ARRAY.repeated(bytes(", {}"), 1)).hasToString(", {}");
        assertThat(StreamFormats.JSON_ARRAY.repeated(bytes("^]"), 2)).hasToString("\n");
    }

    @Test
    void doesNotBeginWithAnotherValue() {
        assertThat(StreamFormats.JSON_ARRAY.mayBegin(bytes("^ [{}"))).isTrue();
        assertThat(StreamFormats.JSON_ARRAY.mayBegin(bytes("^ "))).isTrue();
        assertThat(StreamFormats.JSON_ARRAY.mayBegin(bytes("{\"error\":[]}"))).isFalse();
        assertThat(StreamFormats.JSON_ARRAY.mayBegin(bytes("oops"))).isFalse();
    }

    private static Bytes bytes(String text) {
        return Bytes.utf8(text.replace('^', '\n').replace('~', '\r'));
    }
}

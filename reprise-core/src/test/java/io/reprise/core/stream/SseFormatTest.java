package io.reprise.core.stream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseFormatTest extends StreamFormatContract {
    @Override
    StreamFormat format() {
        return StreamFormats.SSE;
    }

    @Override
    List<String> oddParts() {
        return List.of("\n", "\r", "\r\n", "data", "data: ", "event: ", "id: 7", ":", " ", "{\"a\":1}", "\ufeff", "é");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: a^^             | a",
                "data:a~^~^            | a",
                "data: a~^data: b~^~^  | a+b",
                "data: a~data: b~~     | a+b",
                "data:  a~~            | ' a'",
                "event: x^data: é^id: 1^data:b^^ | x: é+b",
                "data: b^event:x^^     | x: b",
                "\ufeffdata: a^^       | a",
                "data: a               | a",
                "data:^^               | ''",
                "data^^                | ''",
                ": data: a^^           | -",
                "event: x^^            | -",
                "xdata: a^^            | -",
                "dataa: a^^            | -",
                "data: a^^event: x^data: b^^data: c^^ | a/x: b/c",
            })
    void readsWhatClientsRead(String chunk, String expected) {
        Bytes bytes = Bytes.utf8(chunk.replace('^', '\n').replace('~', '\r'));

        String found = StreamFormats.SSE.payloads(bytes).stream()
                .map(payload -> (payload.event().isEmpty() ? "" : payload.event() + ": ")
                        + payload.text(bytes).replace('\n', '+'))
                .collect(joining("/"));

        assertThat(StreamFormats.SSE.payloads(bytes).isEmpty() ? "-" : found).isEqualTo(expected);
    }

    @Test
    void namesTheEventBeforeTheData() {
        Bytes chunk = Bytes.utf8("event: ping\ndata: {}\n\n");

        assertThat(StreamFormats.SSE.plain(chunk, 0)).contains(PlainChunk.of("ping", "{}"));
        assertThat(StreamFormats.SSE.chunk(PlainChunk.of("ping", "{}"), 0)).isEqualTo(chunk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:{}\n\n",
                "data: \n\n",
                "data:\n\n",
                "data: {}\r\n\r\n",
                "event: a\r\ndata: {}\n\n",
                "event: a",
                "event: a\n",
                "data: \n",
                "data: {}\n",
                "id: 1\ndata: {}\n\n",
                ""
            })
    void leavesOtherSpellingsAsTheyAre(String chunk) {
        assertThat(StreamFormats.SSE.plain(Bytes.utf8(chunk), 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:a\n event: b\n\n", "x:1\n y: 2\ndata:\n\n", "event:a\n data: b\ndata: c\n\n"})
    void hasNoDialectForNamesThatBeginWithASpace(String chunk) {
        assertThat(StreamFormats.SSE.spelled(Bytes.utf8(chunk), 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: a^^                       | -  | -                        | -  | a   | -",
                "event: e^data: a^^              | -  | -                        | e  | a   | -",
                "data:a^^                        | -  | 'data:'                  | -  | a   | -",
                "data: a~^~^                     | ~^ | -                        | -  | a   | -",
                "data: a~~                       | ~  | -                        | -  | a   | -",
                "data: a^data: b^^               | -  | -                        | -  | a+b | -",
                "data: a^event: e^^              | -  | 'data: event: '          | e  | a   | -",
                "id: 1^retry: 5^data: a^^        | -  | 'id: retry: data: '      | -  | a   | id=1 retry=5",
                ": c^id:1^event: e^data: a~^^    | none | -                      | -  | -   | -",
                ":c^data: a^^                    | -  | ':data: '                | -  | a   | :=c",
            })
    void namesTheDialectOfAnEvent(String chunk, String end, String fields, String event, String json, String others) {
        Bytes bytes = Bytes.utf8(chunk.replace('^', '\n').replace('~', '\r'));

        String found = StreamFormats.SSE
                .spelled(bytes, 0)
                .map(spelled -> String.join(
                        "|",
                        spelled.dialect()
                                .get("line-end", "-")
                                .replace('\n', '^')
                                .replace('\r', '~'),
                        spelled.dialect().get("fields", "-"),
                        spelled.plain().event().orElse("-"),
                        spelled.plain().json().replace('\n', '+'),
                        spelled.plain().fields().stream()
                                .map(field -> field.name() + "=" + field.value())
                                .collect(joining(" "))))
                .orElse("none|-|-|-|");

        assertThat(found).isEqualTo(String.join("|", end, fields, event, json, others.equals("-") ? "" : others));
        StreamFormats.SSE
                .spelled(bytes, 0)
                .ifPresent(spelled -> assertThat(StreamFormats.SSE.chunk(spelled.plain(), spelled.dialect(), 0))
                        .isEqualTo(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: x\n\n",
                "id: 1\nid: 2\ndata: x\n\n",
                "data: a\nevent: x\ndata: b\n\n",
                "data: a\ndata:b\n\n",
                "data\n\n",
                "data: a\rdata: b\n\n",
                "\rdata: a\n\n",
                "data: a\n"
            })
    void hasNoDialectForWhatNoneSpells(String chunk) {
        assertThat(StreamFormats.SSE.spelled(Bytes.utf8(chunk), 0)).isEmpty();
    }

    @Test
    void refusesDialectsThatThereAreNot() {
        PlainChunk plain = PlainChunk.of("e", "{}");

        for (Map<String, String> dialect : List.of(
                Map.of("colour", "red"),
                Map.of("line-end", "\n\n"),
                Map.of("fields", "event: "),
                Map.of("fields", "data: "),
                Map.of("fields", "event: data: x"))) {
            assertThatIllegalArgumentException()
                    .as("%s", dialect)
                    .isThrownBy(() -> StreamFormats.SSE.chunk(plain, new Dialect(dialect), 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\r", "\r", "a\r\r", "a\r\n\r", "\ufeff", "\n\n"})
    void beginsAnewAfterTheRest(String before) {
        for (String body : List.of("\n\na\n\n", "\nb\r\r", "\r\n\r\nc", "\ufeff\n\nd")) {
            Framer used = StreamFormats.SSE.framer();
            used.feed(Bytes.utf8(before));
            used.rest().ifPresent(rest -> assertThat(before).endsWith(rest.toString()));

            assertThat(used.feed(Bytes.utf8(body)))
                    .isEqualTo(StreamFormats.SSE.framer().feed(Bytes.utf8(body)));
        }
    }
}

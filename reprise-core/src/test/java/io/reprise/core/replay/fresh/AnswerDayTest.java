package io.reprise.core.replay.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.stream.StreamFormats;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerDayTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | {`id`:`c`,`created`:1754003706,`choices`:[]}",
                "/v1/responses        | {`id`:`r`,`created_at`:1754003706.25,`output`:[]}",
                "/api/chat            | {`model`:`m`,`created_at`:`2025-07-31T23:15:06.123456Z`,`done`:true}",
                "/api/chat            | {`model`:`m`,`created_at`:`2025-08-01T01:15:06+02:00`,`done`:true}",
            })
    void isTheDayThatAnAnswerSays(String path, String answer) {
        assertThat(of(path, answer.replace('`', '"'))).contains(LocalDate.of(2025, 7, 31));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | {`id`:`c`,`created`:0,`choices`:[]}",
                "/v1/chat/completions | {`id`:`c`,`choices`:[{`created`:1754003706}]}",
                "/v1/chat/completions | {`id`:`c`,`created`:`soon`}",
                "/v1/chat/completions | [1754003706]",
                "/v1/chat/completions | no JSON",
                "/v1/responses        | {`id`:`r`,`expires_at`:1754003706}",
                "/v1/messages         | {`id`:`m`,`content`:[]}",
            })
    void isUnknownWhereTheAnswerDoesNotSayIt(String path, String answer) {
        assertThat(of(path, answer.replace('`', '"'))).isEmpty();
    }

    private static Optional<LocalDate> of(String path, String answer) {
        Response response = Response.whole(200, "application/json", Bytes.utf8(answer));
        return AnswerDay.of(new Exchange(Request.post(path, "{\"model\":\"m\"}"), response));
    }

    @Test
    void isFoundInAStream() {
        String event =
                "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"created_at\":1754003706}}\n\n";
        Response stream = new Response(
                200,
                Headers.of("content-type", "text/event-stream"),
                StreamFormats.SSE,
                List.of(Chunk.of(1, ": hello\n\n"), Chunk.of(1, event)),
                Ending.COMPLETE);

        assertThat(AnswerDay.of(new Exchange(Request.post("/v1/responses", "{\"stream\":true}"), stream)))
                .contains(LocalDate.of(2025, 7, 31));
    }

    @Test
    void isNotThatOfAModel() {
        Response list = new Response(
                200,
                Headers.of("content-type", "application/json"),
                StreamFormat.WHOLE,
                List.of(Chunk.of(1, "{\"created\":1754003706,\"data\":[{\"id\":\"m\",\"created\":1754003706}]}")),
                Ending.COMPLETE);

        assertThat(AnswerDay.of(new Exchange(Request.get("/v1/models"), list))).isEmpty();
    }
}

package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEventTest {

    @Test
    void readsAllFields() {
        Bytes chunk =
                Bytes.utf8(": one\nevent: add\ndata: first\nid:7\n:two\nretry: 1500\ndata:  second\nother: x\n\n");

        assertThat(SseEvent.parse(chunk))
                .isEqualTo(new SseEvent(
                        "add",
                        Optional.of("first\n second"),
                        Optional.of("7"),
                        Optional.of(1500L),
                        List.of(" one", "two")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: a\n\n",
                "data:a\n\n",
                "data: a\r\n\r\n",
                "data:a\r\r",
                "\ndata: a\n\n",
                "\ufeffdata: a\n\n",
                "data: a",
                "data: a\n",
                "data: a\r\n\r",
                ": x\ndata: a\n\n",
                "Data: b\ndata: a\ndat: c\n\n"
            })
    void readsTheSameDataHoweverItIsSpelled(String chunk) {
        assertThat(SseEvent.parse(Bytes.utf8(chunk)).data()).contains("a");
    }

    @Test
    void tellsEmptyDataFromNone() {
        assertThat(SseEvent.parse(Bytes.utf8("data\n\n")).data()).contains("");
        assertThat(SseEvent.parse(Bytes.utf8("data: \n\n")).data()).contains("");
        assertThat(SseEvent.parse(Bytes.utf8("event: ping\n\n")).data()).isEmpty();
        assertThat(SseEvent.parse(Bytes.utf8("\n")).data()).isEmpty();
    }

    @Test
    void ignoresAnIdWithNulAndARetryThatIsNoNumber() {
        SseEvent event = SseEvent.parse(Bytes.utf8("id: 1\nid: a\0b\nretry: 10\nretry: 1e3\nretry: -1\nretry:\n\n"));

        assertThat(event.id()).contains("1");
        assertThat(event.retry()).contains(10L);
    }

    @Test
    void writesWhatItSays() {
        SseEvent event =
                new SseEvent("add", Optional.of("a\n\nb\n"), Optional.of("7"), Optional.of(15L), List.of(" note"));

        Bytes frame = event.frame();

        assertThat(frame)
                .isEqualTo(Bytes.utf8(": note\nevent: add\nid: 7\nretry: 15\ndata: a\ndata: \ndata: b\ndata: \n\n"));
        assertThat(SseEvent.parse(frame)).isEqualTo(event);
        assertThat(SseEvent.of("[DONE]").frame()).isEqualTo(Bytes.utf8("data: [DONE]\n\n"));
    }
}

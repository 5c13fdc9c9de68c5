package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Seeds;
import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

@Slow
class LenientSseTest {

    @Test
    void closesEveryEventOfASourceWithoutBlankLines() throws IOException {
        String file = Files.readString(Seeds.original("chat-stream-usage.txtar"));
        String source = file.substring(file.indexOf("-- response.json --\n") + 20);

        List<Bytes> frames = LenientSse.frames(source);

        assertThat(frames).hasSize(55);
        assertThat(frames).allMatch(frame -> frame.endsWith(Bytes.utf8("\n\n")));
        assertThat(Bytes.concat(frames).toString().replace("\n\n", "\n")).isEqualTo(source);
        assertThat(frames.get(54)).isEqualTo(Bytes.utf8("data: [DONE]\n\n"));
    }

    @Test
    void leavesAStrictSourceAsItIs() {
        List<String> events = List.of(
                ": hello\n\n", "event: add\ndata: {\"a\":1}\n\n", "data: two\ndata: lines\n\n", "data: [DONE]\n\n");

        assertThat(frames(String.join("", events))).isEqualTo(events);
    }

    @Test
    void putsFieldsBeforeTheDataThatFollows() {
        assertThat(frames("event: a\ndata: {\"x\":1}\n: note\nevent: b\nid: 2\ndata: {\"x\":2}\n"))
                .containsExactly("event: a\ndata: {\"x\":1}\n\n", ": note\nevent: b\nid: 2\ndata: {\"x\":2}\n\n");
    }

    @Test
    void keepsFieldsThatEndABlockWithItsLastEvent() {
        assertThat(frames("data: {\"x\":1}\nid: 1\n\ndata: {\"x\":2}\nid: 2"))
                .containsExactly("data: {\"x\":1}\nid: 1\n\n", "data: {\"x\":2}\nid: 2\n\n");
    }

    @Test
    void makesOneLineOfJsonOverSeveral() {
        assertThat(frames("data: {\ndata:   \"a\": [\ndata: 1,\ndata: 2\ndata: ]}\ndata: [DONE]"))
                .containsExactly("data: {  \"a\": [1,2]}\n\n", "data: [DONE]\n\n");
    }

    @Test
    void endsAnEventWhereItsJsonEnds() {
        assertThat(frames("data: {\ndata: }\ndata: text\n")).containsExactly("data: {}\n\n", "data: text\n\n");
        assertThat(frames("data: {\ndata: \"a\":1\ndata: }\ndata: text\n"))
                .containsExactly("data: {\"a\":1}\n\n", "data: text\n\n");
    }

    @Test
    void beginsAnEventWithAFieldAfterData() {
        assertThat(frames("data: two\nevent: b\ndata: three\n"))
                .containsExactly("data: two\n\n", "event: b\ndata: three\n\n");
        assertThat(frames("data: {\nevent: b\ndata: }\n")).containsExactly("event: b\ndata: {}\n\n");
        assertThat(frames("data: {\n\ndata: a\nevent: e\ndata: b\n"))
                .containsExactly("data: {\n\n", "data: a\n\n", "event: e\ndata: b\n\n");
    }

    @Test
    void doesNotLoseEventsAfterDataThatIsBroken() {
        assertThat(frames("data: {\"broken\ndata: {\"a\":1}\ndata: {\"a\":2}\n\ndata: 3"))
                .containsExactly("data: {\"broken\n\n", "data: {\"a\":1}\n\n", "data: {\"a\":2}\n\n", "data: 3\n\n");
        assertThat(frames("data: rubbish\ndata: {\"a\":1}\r\ndata: more\rdata: rubbish"))
                .containsExactly("data: rubbish\n\n", "data: {\"a\":1}\n\n", "data: more\ndata: rubbish\n\n");
    }

    @Test
    void keepsTheSpacesOfAPayloadAndItsText() {
        assertThat(frames("\ufeffdata:{\"a\": \"\\u00f6 ö\" }\ndata:   {}"))
                .containsExactly("data: {\"a\": \"\\u00f6 ö\" }\n\n", "data:   {}\n\n");
    }

    @Test
    void findsNothingInNothing() {
        assertThat(frames("")).isEmpty();
        assertThat(frames("\n\n\n")).isEmpty();
    }

    @Test
    void readsManyLinesThatAreNoJson() {
        assertThat(frames("data: x{\ndata: }\n".repeat(100_000))).hasSize(1);
    }

    private static List<String> frames(String source) {
        return LenientSse.frames(source).stream().map(Bytes::toString).toList();
    }
}

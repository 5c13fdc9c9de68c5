package io.reprise.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonItemsTest {
    @Test
    void findsItemsOfAnySizeWhereTheyAre() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "")
                .append("{ \"before\": [1, {\"entries\": []}], \"log\": {\"_name\": \"a/b\", \"entries\" : [");
        int count = 50 + random.nextInt(50);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ,\n")
                    .append("{\"at\": \"")
                    .append(i)
                    .append("\", \"x\": {\"at\": \"no\", \"y\": \"")
                    .append("ä€😀\\\"".repeat(random.nextInt(1_000)))
                    .append("\"}}");
        }
        byte[] bytes = text.append("]}, \"after\": 1}").toString().getBytes(StandardCharsets.UTF_8);

        JsonItems found = find(bytes).orElseThrow();

        assertThat(found.items()).as("seed %d", seed).hasSize(count);
        assertThat(found.member("_name")).contains("a/b");
        for (int i = 0; i < count; i++) {
            JsonItems.Item item = found.items().get(i);
            String spelled =
                    new String(bytes, (int) item.from(), (int) (item.to() - item.from()), StandardCharsets.UTF_8);
            assertThat(Json.parse(spelled).text("at")).as("seed %d", seed).isEqualTo(String.valueOf(i));
            assertThat(item.mark()).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void findsNothingWhereThereIsNoSuchArray() throws IOException {
        assertThat(find("[]")).isEmpty();
        assertThat(find("{\"log\": []}")).isEmpty();
        assertThat(find("{\"log\": {\"entries\": {}}}")).isEmpty();
        assertThat(find("{\"log\": {\"entries\": []}}").orElseThrow().items()).isEmpty();
    }

    @Test
    void findsScalarsAsItems() throws IOException {
        assertThat(find("{\"log\": {\"entries\": [12, \"ab\"]}}").orElseThrow().items())
                .isEqualTo(List.of(new JsonItems.Item(21, 23, 1, ""), new JsonItems.Item(25, 29, 1, "")));
    }

    @Test
    void saysWhereTextIsNoJson() {
        assertThatThrownBy(() -> find("{\"log\": {\n  \"entries\": [{},]}}"))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessage("it is not JSON at line 2, column 18");
        assertThatThrownBy(() -> find("{\"log\": {\n \"entries\": [{\"a"))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageStartingWith("it ends too early at line 2, column ");
        assertThatThrownBy(() -> find("{} {}")).hasMessage("more than one value at line 1, column 4");
        assertThatThrownBy(() -> find("")).hasMessage("there is no value at line 1, column 1");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        String deep = "{\"log\": {\"entries\": [" + "[".repeat(3_000_000);

        assertThatThrownBy(() -> find(deep))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessage("more than 10000 values within each other at line 1, column 10022");
    }

    private static Optional<JsonItems> find(String text) throws IOException {
        return find(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<JsonItems> find(byte[] text) throws IOException {
        return JsonItems.find(new ByteArrayInputStream(text), "log", "entries", "at");
    }
}

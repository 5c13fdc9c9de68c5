package io.reprise.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {
    private static final Json HERE = new Json.JsonString("HERE");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$ | {\"a\":1} | \"HERE\"",
                "$.a | {\"a\":1,\"b\":{\"a\":2}} | {\"a\":\"HERE\",\"b\":{\"a\":2}}",
                "$..a | {\"a\":{\"a\":1},\"b\":[{\"a\":2}]} | {\"a\":\"HERE\",\"b\":[{\"a\":\"HERE\"}]}",
                "$.a[1] | {\"a\":[1,2,3]} | {\"a\":[1,\"HERE\",3]}",
                "$.a[-1] | {\"a\":[1,2,3]} | {\"a\":[1,2,\"HERE\"]}",
                "$[*].b | [{\"b\":1},{\"c\":2},[{\"b\":3}]] | [{\"b\":\"HERE\"},{\"c\":2},[{\"b\":3}]]",
                "$.a.* | {\"a\":{\"b\":1,\"c\":[2]}} | {\"a\":{\"b\":\"HERE\",\"c\":\"HERE\"}}",
                "$..[0] | [[1,2],{\"a\":[3,4]}] | [\"HERE\",{\"a\":[\"HERE\",4]}]",
                "$['a.b'][\"c d\"] | {\"a.b\":{\"c d\":1}} | {\"a.b\":{\"c d\":\"HERE\"}}",
                "$..a..b | {\"x\":{\"a\":{\"y\":{\"b\":1}}},\"b\":2} | {\"x\":{\"a\":{\"y\":{\"b\":\"HERE\"}}},\"b\":2}",
                "$.a | {\"a\":1,\"a\":2} | {\"a\":\"HERE\",\"a\":\"HERE\"}",
                "$.größe | {\"größe\":1} | {\"größe\":\"HERE\"}",
                "$.a | [1] | [1]",
            })
    void namesValues(String path, String value, String changed) {
        assertThat(JsonPath.parse(path).change(Json.parse(value), named -> Optional.of(HERE)))
                .contains(Json.parse(changed));
    }

    @Test
    void leavesOutWhatItNames() {
        Json value = Json.parse("{\"a\":[1,{\"b\":2,\"c\":3}],\"b\":4}");

        assertThat(JsonPath.parse("$..b").change(value, named -> Optional.empty()))
                .contains(Json.parse("{\"a\":[1,{\"c\":3}]}"));
        assertThat(JsonPath.ROOT.change(value, named -> Optional.empty())).isEmpty();
    }

    @Test
    void returnsTheValueItselfWhereNothingChanges() {
        Json value = Json.parse("{\"a\":[1,{\"b\":2}]}");

        assertThat(JsonPath.parse("$..b").change(value, Optional::of).orElseThrow())
                .isSameAs(value);
    }

    @Test
    void findsWhatLiesAMillionLevelsDeep() {
        int depth = 1_000_000;
        Json value = Json.parse("[".repeat(depth) + "{\"a\":1}" + "]".repeat(depth));

        Json changed =
                JsonPath.parse("$..a").change(value, named -> Optional.empty()).orElseThrow();

        assertThat(changed.write(Layout.COMPACT).equals("[".repeat(depth) + "{}" + "]".repeat(depth)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$ | $",
                "$.a..b | $.a..b",
                "$[\"a\"] | $.a",
                "$..[*].* | $..[*][*]",
                "$['it\\'s'] | $['it\\'s']",
                "$[-1] | $[-1]"
            })
    void hasOneShortestText(String text, String shortest) {
        assertThat(JsonPath.parse(text)).hasToString(shortest).isEqualTo(JsonPath.parse(shortest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.b | a path begins with '$', at character 1",
                "$a | '.', '..' or '[' must follow, at character 2",
                "$. | a name or '*' must follow",
                "$.a[ | a number, '*' or a name in quotes must follow, at character 5",
                "$.a[1 | ']' must follow, at character 6",
                "$['a | the name does not end",
                "$.a b | '.', '..' or '[' must follow, at character 4",
                "$[99999999999] | a number, '*' or a name",
            })
    void saysWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> JsonPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a path: " + reason);
    }
}

package io.reprise.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.json.JsonScalars.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScalarsTest {
    @Test
    void findsStringsAndNumbersWithTheirPlaces() {
        String text =
                "{ \"id\" :\"a\\u0062\", \"n\": 1.0,\"choices\":[{\"delta\":{\"x\":\"é\"}}, \"s\", [2]], \"t\":true}";

        List<String> found = scalars(text).stream()
                .map(scalar -> scalar.path() + "|" + scalar.name() + "|" + text.substring(scalar.start(), scalar.end()))
                .toList();

        assertThat(found)
                .containsExactly(
                        "|id|\"a\\u0062\"",
                        "|n|1.0",
                        ".choices[].delta|x|\"é\"",
                        ".choices[]||\"s\"",
                        ".choices[][]||2");
        assertThat(scalars(text).get(0).value()).isEqualTo(new Json.JsonString("ab"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 40_000, 200_000})
    void findsThePlacesInTextsOfAnyLength(int length) {
        String long1 = "\"" + "x".repeat(length) + "\"";
        String text = "[" + long1 + "," + "1".repeat(20) + ", " + long1 + " ,\"last\"]";

        assertThat(scalars(text).stream().map(scalar -> text.substring(scalar.start(), scalar.end())))
                .containsExactly(long1, "1".repeat(20), long1, "\"last\"");
    }

    @Test
    void readsAnyDepth() {
        int depth = 200_000;

        assertThat(scalars("{\"a\":[".repeat(depth) + "1" + "]}".repeat(depth))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "{\"a\":\"b", "nope", "{\"a\" 1}"})
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> scalars(text)).isInstanceOf(JsonSyntaxException.class);
    }

    private static List<Scalar> scalars(String text) {
        List<Scalar> found = new ArrayList<>();
        JsonScalars.visit(text, found::add);
        return found;
    }
}

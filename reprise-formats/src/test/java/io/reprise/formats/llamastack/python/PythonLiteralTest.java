package io.reprise.formats.llamastack.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
    @Test
    void readsWhatPythonWrites() {
        assertThat(PythonLiteral.dict(
                        "x{'a': [1, -2.5, 1e-05, 1e+16], \"b'\": None, 'c': {'d': True}, 'e\\n\\xe9': ''} ", 1))
                .contains(
                        Json.parse("{\"a\":[1,-2.5,1e-05,1e+16],\"b'\":null,\"c\":{\"d\":true},\"e\\n\u00e9\":\"\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", ".5", "1.", "01", "--1", "1e", "-", "", "nan", "1_000"})
    void readsNoNumberThatJsonDoesNotHave(String number) {
        assertThat(PythonLiteral.dict("{'a': " + number + "}", 0)).isEqualTo(Optional.empty());
    }

    @Test
    void endsWithALiteralThatIsNestedWithoutEnd() {
        assertThat(PythonLiteral.dict("{'a': " + "[".repeat(20_000), 0)).isEmpty();
        assertThat(PythonLiteral.dict("{'a': ".repeat(20_000), 0)).isEmpty();
    }
}

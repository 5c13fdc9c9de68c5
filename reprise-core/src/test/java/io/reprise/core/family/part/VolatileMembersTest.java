package io.reprise.core.family.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.family.Volatility;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolatileMembersTest {
    private static final VolatileMembers MEMBERS = new VolatileMembers(
            Map.of("id", Volatility.ID), Map.of("_at", Volatility.TIME), Set.of("look_at"), Set.of("arguments"));

    @ParameterizedTest
    @CsvSource({
        "'',                                id,         ID",
        ".choices[],                        id,         ID",
        ".choices[],                        created_at, TIME",
        ".choices[],                        look_at,    ",
        ".choices[],                        text,       ",
        ".output[].arguments,               id,         ",
        ".output[].arguments[],             created_at, ",
        ".output[].arguments.place,         id,         ",
        ".arguments,                        id,         ",
        ".arguments[][].a[].b,              id,         ",
        ".output[].arguments_of,            id,         ID",
        "[].output[][].my.arguments_of[],   id,         ID",
    })
    void takesNothingThatSomebodyWroteForVolatile(String path, String name, Volatility why) {
        assertThat(MEMBERS.of(path, name).orElse(null)).isEqualTo(why);
    }
}

package io.reprise.core.family.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "GET,  /v1/responses/resp_1/input_items,     true",
        "GET,  /responses/resp_1/input_items/,       true",
        "GET,  /a/b/openai/v1/responses/x/input_items, true",
        "HEAD, /v1/responses/resp_1/input_items,     true",
        "POST, /v1/responses/resp_1/input_items,     false",
        "GET,  /v1/responses/input_items,            false",
        "GET,  /v1/responses/resp_1/input_items/a,   false",
        "GET,  /v1/my-responses/resp_1/input_items,  false",
        "GET,  /,                                    false",
        "GET,  '',                                   false",
    })
    void comparesMethodAndLastSegments(String method, String path, boolean covers) {
        assertThat(Route.of("GET HEAD", "/responses/{id}/input_items").covers(method, path))
                .isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/files,               true",
        "/v1beta/files,           false",
        "/openai/files,           true",
        "/openai/v1/files,        true",
        "/files,                  true",
        "/api/drive/files,        false",
        "/v1/vector_stores/files, false",
        "/version/files,          false",
    })
    void wantsAVersionBeforeWordsThatManyUse(String path, boolean covers) {
        assertThat(Route.belowVersion("GET", "/files").covers("GET", path)).isEqualTo(covers);
    }

    @Test
    void givesTheSegmentThatStandsForAName() {
        Route route = Route.of("GET", "/threads/{thread}/runs/{run}");

        assertThat(route.variable("/v1/threads/t%201/runs/r/", "thread")).contains("t 1");
        assertThat(route.variable("/v1/threads/t%201/runs/r/", "run")).contains("r");
        assertThat(route.variable("/v1/threads/t%201/runs/r/", "step")).isEmpty();
        assertThat(route.action("GET")).isEqualTo("get");
    }
}

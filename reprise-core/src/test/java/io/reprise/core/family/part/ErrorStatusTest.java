package io.reprise.core.family.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorStatusTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'code':429,'message':'slow down'}                              | 429",
                "{'code':'502'}                                                  | 502",
                "{'code':'rate_limit_exceeded'}                                  | 429",
                "{'type':'overloaded_error','message':'Overloaded'}              | 529",
                "{'type':'invalid_request_error','code':'tool_use_failed','status_code':400} | 400",
                "{'type':'invalid_request_error','code':null}                    | 400",
                "{'type':'invalid_request_error','code':'model_not_found'}       | 404",
                "{'code':'context_length_exceeded'}                              | 400",
                "{'code':'invalid_prompt'}                                       | 400",
                "{'code':'image_content_policy_violation'}                       | 400",
                "{'code':'invalid_api_key','type':'invalid_request_error'}       | 401",
                "{'code':'server_error'}                                         | 500",
                "{'type':'insufficient_quota','code':'insufficient_quota'}       | 429",
                "{'code':200}                                                    | 500",
                "{'code':4290}                                                   | 500",
                "{'type':'RateLimitError'}                                       | 429",
                "{'type':'BadRequestError','code':null}                          | 400",
                "{'type':'service_tier_capacity_exceeded','code':'3505'}         | 503",
                "{'status':'RESOURCE_EXHAUSTED'}                                 | 429",
                "{'code':'moderation_blocked'}                                   | 400",
                "{'code':'vector_store_timeout'}                                 | 504",
                "{'code':'something_new'}                                        | 500",
                "{'code':'something_new','type':'rate_limit_error'}              | 429",
                "{}                                                              | 500",
                "null                                                            | 500",
                "'429'                                                           | 500",
            })
    void readsTheStatusThatAnErrorNames(String error, int status) {
        assertThat(ErrorStatus.of(Json.parse(error.replace('\'', '"')))).isEqualTo(status);
    }
}

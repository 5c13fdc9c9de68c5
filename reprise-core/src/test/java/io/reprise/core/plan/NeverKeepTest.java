package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeverKeepTest {
    private static final Question QUESTION = KeyRules.NONE.question(
            new Request(
                    "POST",
                    "/v1/chat/completions",
                    "",
                    Headers.of("content-type", "application/json"),
                    Bytes.utf8("{\"model\":\"gpt-9-preview\"}")),
            new TestId("tests/a b"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path=/v1/chat/* | path=/v1/chat/*",
                "path=/v1/files/*; model=*-preview | model=*-preview",
                "model=*-preview,method=get; family=openai-chat,method=POST | family=openai-chat,method=POST",
                "test=\"tests/a *\" | test=\"tests/a *\"",
            })
    void findsTheRuleThatCoversAQuestion(String text, String rule) {
        assertThat(NeverKeep.parse(text).ruleFor(QUESTION)).hasValue(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ; ", "path=/v1/chat", "model=gpt-9-preview,method=GET", "test=", "key=0123456789ab"})
    void findsNoneForOthers(String text) {
        assertThat(NeverKeep.parse(text).ruleFor(QUESTION)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pth=/v1/*",
                "/v1/files/*",
                "path",
                "model=,path=/a",
                "path=a,path=b",
                "path=*",
                "model=a;GET",
                "path=/a,pth=b"
            })
    void refusesWhatHasNoMeaning(String text) {
        assertThatThrownBy(() -> NeverKeep.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Write path=");
    }

    @Test
    void coversNothingByDefault() {
        assertThat(NeverKeep.NOTHING.ruleFor(QUESTION)).isEmpty();
    }
}

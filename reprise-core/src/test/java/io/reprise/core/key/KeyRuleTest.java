package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.JsonPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class KeyRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "leave out $.metadata.request_id",
                "leave out $..timestamp",
                "leave out $['a.b'][0]",
                "replace uuid",
                "replace date with today",
                "replace temp-path in $.messages[*].content",
                "replace /run-[0-9]+/ with <run> in $.messages",
                "replace /\\/home\\/([a-z]+)\\// with /home/$1x/",
                "replace /x+/ with \"\"",
                "replace /x+/ with \" y\\n\"",
                "round to 0 places",
                "round to 1 place",
                "round to 1000 places",
                "round to 3 places in $..temperature",
                "include sound",
                "leave out bytes",
                "include header anthropic-version"
            })
    void readsWhatItWrites(String text) {
        KeyRule rule = KeyRule.parse(text);

        assertThat(rule).hasToString(text).isEqualTo(KeyRule.parse(rule.toString()));
    }

    @Test
    void forgivesSpacesAndTheCaseOfHeaders() {
        assertThat(KeyRule.parse("  leave   out  $.a ")).isEqualTo(new KeyRule.LeaveOut(JsonPath.parse("$.a")));
        assertThat(KeyRule.parse("include header OpenAI-Beta")).isEqualTo(new KeyRule.IncludeHeader("openai-beta"));
        assertThat(KeyRule.parse("replace uuid with <uuid>"))
                .isEqualTo(new KeyRule.Replace(TextPattern.Kind.UUID, "<uuid>", Optional.empty()));
        assertThat(KeyRule.parse("round to 1 places")).isEqualTo(new KeyRule.Round(1, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ignore $.a | rules read 'leave out PATH'",
                "leave out a | is not a rule",
                "leave out $ | leaves out the whole body",
                "leave out $.a[ | a number, '*' or a name in quotes must follow, at character 5",
                "replace uid | 'uid' is not one of uuid, date, temp-path, and not a regular expression between slashes",
                "replace /(/ | '(' is not a regular expression: unclosed group",
                "replace /a/ with $1 | '$1' cannot be a replacement: the expression has no such group",
                "replace /a/ with b in $x | must follow, at character 2",
                "round to 1001 places | 0 to 1000 places, not 1001",
                "include header a:b | 'a:b' is not the name of a header",
                "include header Authorization | 'authorization' is a credential",
            })
    void saysWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> KeyRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .satisfies(error -> assertThat(error.getMessage().toLowerCase(java.util.Locale.ROOT))
                        .contains(reason.toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void namesTheRuleThatCannotBeAppliedToALongText() {
        KeyRules rules = KeyRules.of(List.of(KeyRule.parse("replace /(?:a|b)*c/")));
        Request request = Request.post("/v1/chat/completions", "{\"a\":\"" + "ab".repeat(40_000) + "\"}");

        assertThatThrownBy(() -> rules.canonical(ApiFamilies.parse(request)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the rule 'replace /(?:a|b)*c/' cannot be applied: ");
    }

    @Test
    void readsARuleOfAnyLength() {
        String rule = "replace /" + "a\\.".repeat(50_000) + "/ with \"" + "b ".repeat(50_000) + "\"";

        assertThat(KeyRule.parse(rule)).isInstanceOf(KeyRule.Replace.class);
    }

    @Test
    void tellsWhichRulesMadeADifference() {
        KeyRules rules = KeyRules.of(List.of(
                KeyRule.parse("leave out $.a"),
                KeyRule.parse("leave out $.missing"),
                KeyRule.parse("replace uuid"),
                KeyRule.parse("round to 1 place"),
                KeyRule.parse("include header x-a"),
                KeyRule.parse("include header x-b")));
        Request request = new Request(
                "POST", "/", "", Headers.of("X-A", "1"), Bytes.utf8("{\"a\":1,\"b\":0.25,\"c\":\"no id\"}"));

        assertThat(rules.applied(ApiFamilies.parse(request)))
                .containsExactly(
                        rules.rules().get(0),
                        rules.rules().get(3),
                        rules.rules().get(4));
        assertThat(rules.isEmpty()).isFalse();
        assertThat(KeyRules.NONE.isEmpty()).isTrue();
    }
}

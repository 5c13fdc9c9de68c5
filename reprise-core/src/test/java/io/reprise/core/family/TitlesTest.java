package io.reprise.core.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import org.junit.jupiter.api.Test;

class TitlesTest {
    private static String heading(String text) {
        return Titles.heading(Titles.of(new Json.JsonString(text)), text);
    }

    @Test
    void aShortTextIsItsOwnHeading() {
        String text = "Which trains from  Basel to Milan\nleave before nine in the morning, and do they have seats?";

        assertThat(heading(text))
                .isEqualTo(
                        "Which trains from Basel to Milan leave before nine in the morning, and do they have seats?");
    }

    @Test
    void aLongTextHasItsBeginningAndItsEnd() {
        String text = "Translate the following letter to French. " + "A word. ".repeat(5_000)
                + "Answer with one word: yes or no";

        assertThat(heading(text))
                .isEqualTo("Translate the following letter to … word. Answer with one word: yes or no");
    }

    @Test
    void tokensOfChatTemplatesAreNoWords() {
        String text =
                "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nWhat is 2+2?<|eot_id|><|start_header_id|>assistant<|end_header_id|>";

        assertThat(heading(text)).isEqualTo("user What is 2+2? assistant");
    }

    @Test
    void aTitleThatIsNotTheEndOfTheTextStaysAsItIs() {
        assertThat(Titles.heading("cat.png", "What is this?")).isEqualTo("cat.png");
        assertThat(Titles.heading("", "What is this?")).isEmpty();
    }

    @Test
    void aLongTextWithoutSpacesIsNotCutWithinACharacter() {
        String heading = heading("😀".repeat(3_000));

        assertThat(heading.codePoints().allMatch(code -> code == 0x1f600 || code == ' ' || code == '…'))
                .isTrue();
    }
}

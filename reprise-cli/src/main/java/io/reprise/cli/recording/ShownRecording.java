package io.reprise.cli.recording;

import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.price.Cost;
import io.reprise.core.price.PriceTable;
import io.reprise.core.price.Tokens;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.view.RecordingView;
import java.util.List;
import java.util.Optional;

/** A recording to be shown to a person. */
public record ShownRecording(Store.Entry entry, ParsedExchange parsed) {
    static ShownRecording of(Store.Entry entry) {
        return new ShownRecording(
                entry,
                ParsedExchange.of(
                        entry.question().parsed(), entry.recording().exchange().response()));
    }

    String location() {
        return entry.location();
    }

    /** All 64 digits. */
    String key() {
        return entry.question().key().hex();
    }

    Recording recording() {
        return entry.recording();
    }

    ApiFamily family() {
        return parsed.family();
    }

    Optional<ParsedConversation> conversation() {
        return ParsedConversation.of(parsed.request(), recording().exchange());
    }

    Optional<TokenUsage> usage() {
        Optional<ParsedConversation> conversation = conversation();
        return conversation.isPresent() ? conversation.get().usage() : family().usage(parsed.response());
    }

    /** What it used and cost, if it tells what it used. */
    Optional<Cost> cost(PriceTable prices) {
        String model = conversation()
                .flatMap(ParsedConversation::model)
                .or(() -> parsed.request().model())
                .orElse("");
        return usage().map(usage ->
                prices.cost(new Tokens(family().name(), model, recording().upstream(), usage)));
    }

    /** One line that distinguishes it from others. */
    String line() {
        return key().substring(0, 12) + " "
                + (recording().test().isNone()
                        ? ""
                        : "test=" + recording().test().name() + " ")
                + "occurrence=" + recording().occurrence() + " " + location();
    }

    /** What the control API shows of it, with its family, the texts of its answer, and the content of its file. */
    Json toJson(PriceTable prices) {
        List<Json> texts = family().texts(parsed.response()).stream()
                .map(text -> new JsonObjectBuilder()
                        .with("channel", text.channel())
                        .with("text", text.joined())
                        .done())
                .toList();
        JsonObjectBuilder shown = new JsonObjectBuilder();
        Json view = new RecordingView(entry, text -> text).toJson(prices);
        view.members().forEach(member -> shown.with(member.name(), member.value()));
        return shown.with("texts", texts)
                .with("recording", Json.parse(RecordingFile.write(recording()).toString()))
                .done();
    }

    /** How many chunks the answer has. */
    int chunks() {
        return entry.large()
                .map(LargeAnswer::chunks)
                .orElseGet(() -> recording().exchange().response().chunks().size());
    }

    long bytes() {
        if (entry.large().isPresent()) {
            return entry.large().get().size();
        }
        return conversation()
                .map(ParsedConversation::bytes)
                .orElseGet(() -> recording().exchange().response().chunks().stream()
                        .mapToLong(chunk -> chunk.bytes().size())
                        .sum());
    }
}

package io.reprise.core.family.google;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Generated contents, whole or in chunks, each of which has the same form as the whole. */
final class GoogleAnswers {
    /** String members of a part that are not its text. */
    private static final Set<String> USUAL_TIERS = Set.of("standard", "STANDARD", "ON_DEMAND");

    private static final Set<String> NO_TEXT = Set.of(
            "thoughtSignature",
            "thought_signature",
            "id",
            "mimeType",
            "mime_type",
            "data",
            "language",
            "outcome",
            "args",
            "response");

    /** What one candidate has said so far: texts that follow each other are one. */
    private static final class Runs {
        /** Parts with nothing but a signature. */
        private static final MessagePart NOTHING = new MessagePart.Text("");

        private final AnswerBuilder answer;
        private final String message;
        private int count;
        private String kind = "";

        Runs(AnswerBuilder answer, String message) {
            this.answer = answer;
            this.message = message;
        }

        void add(MessagePart part) {
            if (part.equals(NOTHING)) {
                return;
            }
            String next = part.getClass().getSimpleName();
            boolean grows = part instanceof MessagePart.Text || part instanceof MessagePart.Reasoning;
            if (!grows || !next.equals(kind)) {
                count++;
            }
            kind = next;
            if (part instanceof MessagePart.Text text) {
                answer.text(message, String.valueOf(count), text.text());
            } else if (part instanceof MessagePart.Reasoning thought) {
                answer.reasoning(message, String.valueOf(count), thought.text());
            } else {
                answer.part(message, String.valueOf(count), part);
            }
        }
    }

    private static final Bytes FINISH_REASON = Bytes.utf8("finishReason");
    private static final Bytes BLOCK_REASON = Bytes.utf8("blockReason");

    private GoogleAnswers() {}

    /**
     * Whether each candidate says why it is finished, or the prompt was blocked.
     *
     * @param candidates how many were asked for
     */
    static boolean isFinished(ParsedResponse response, int candidates) {
        Map<String, Boolean> finished = new HashMap<>();
        for (Json payload : response.values().toList()) {
            if (!payload.text("promptFeedback", "blockReason").isEmpty()) {
                return true;
            }
            List<Json> chosen = payload.list("candidates");
            for (int k = 0; k < chosen.size(); k++) {
                boolean isLast = !chosen.get(k).text("finishReason").isEmpty();
                finished.merge(Texts.index(chosen.get(k), k), isLast, Boolean::logicalOr);
            }
        }
        return finished.size() >= candidates && !finished.containsValue(false);
    }

    /**
     * Whether a chunk says for each of its candidates why it is finished, or that the prompt was blocked. Models before
     * Gemini 2 say so in every chunk, so that it tells nothing.
     */
    static boolean isLast(StreamFormat format, Chunk chunk) {
        return (chunk.bytes().contains(FINISH_REASON) || chunk.bytes().contains(BLOCK_REASON))
                && JsonPayloads.values(format, chunk).anyMatch(GoogleAnswers::isLast);
    }

    private static boolean isLast(Json payload) {
        List<Json> chosen = payload.list("candidates");
        boolean isFinished = !chosen.isEmpty()
                && !payload.text("modelVersion").startsWith("gemini-1")
                && chosen.stream()
                        .noneMatch(candidate -> candidate.text("finishReason").isEmpty());
        return isFinished || !payload.text("promptFeedback", "blockReason").isEmpty();
    }

    static void texts(Json payload, Texts texts) {
        List<Json> candidates = payload.list("candidates");
        for (int i = 0; i < candidates.size(); i++) {
            String path = "candidates" + Texts.index(candidates.get(i), i);
            for (Json part : GoogleParts.parts(candidates.get(i).get("content").orElse(Json.NULL))) {
                String channel = path + (GoogleParts.isThought(part) ? ".thought" : "");
                texts.addAll(channel, part, NO_TEXT);
                part.members()
                        .forEach(member -> member.value()
                                .get("args")
                                .ifPresent(args -> texts.addAll(channel + ".args", args, Set.of())));
            }
        }
    }

    static Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(response, "\"usageMetadata\"", (payload, counts) -> {
            Json usage = payload.get("usageMetadata").orElse(Json.NULL);
            counts.input(usage, "promptTokenCount", "toolUsePromptTokenCount");
            counts.output(usage, "candidatesTokenCount", "thoughtsTokenCount")
                    .detail(TokenKind.CACHED_INPUT, usage.get("cachedContentTokenCount"))
                    .detail(TokenKind.REASONING, usage.get("thoughtsTokenCount"))
                    .sound(ofModality(usage, "promptTokensDetails", "AUDIO"), cachedSound(usage))
                    .detail(TokenKind.AUDIO_OUTPUT, ofModality(usage, "candidatesTokensDetails", "AUDIO"))
                    .detail(TokenKind.IMAGE_OUTPUT, ofModality(usage, "candidatesTokensDetails", "IMAGE"))
                    .tier(usage.text("serviceTier"), USUAL_TIERS)
                    .tier(usage.text("trafficType"), USUAL_TIERS);
        });
    }

    private static int number(String index, int position) {
        String spelled = index.substring(1, index.length() - 1);
        return spelled.matches("\\d{1,9}") ? Integer.parseInt(spelled) : position;
    }

    /** Zero where the details name other tokens only. */
    private static Optional<Json> cachedSound(Json usage) {
        Optional<Json> sound = ofModality(usage, "cacheTokensDetails", "AUDIO");
        return sound.isPresent() || usage.list("cacheTokensDetails").isEmpty()
                ? sound
                : Optional.of(new Json.JsonNumber("0"));
    }

    private static Optional<Json> ofModality(Json usage, String list, String modality) {
        return usage.list(list).stream()
                .filter(each -> each.text("modality").equals(modality))
                .findFirst()
                .flatMap(each -> each.get("tokenCount"));
    }

    static List<ChatMessage> answered(ParsedResponse response) {
        AnswerBuilder answer = new AnswerBuilder();
        Map<String, Runs> runs = new HashMap<>();
        for (Json payload : response.values().toList()) {
            List<Json> candidates = payload.list("candidates");
            for (int k = 0; k < candidates.size(); k++) {
                String message = Texts.index(candidates.get(k), k);
                Json content = candidates.get(k).get("content").orElse(Json.NULL);
                Runs said = runs.computeIfAbsent(message, absent -> new Runs(answer, absent));
                answer.finished(message, candidates.get(k).text("finishReason"));
                answer.choice(message, number(message, k));
                if (!content.text("role").isEmpty()) {
                    answer.role(message, content.text("role"));
                }
                GoogleParts.parts(content).forEach(part -> said.add(GoogleParts.part(part)));
            }
        }
        return answer.messages();
    }
}

package io.reprise.formats.llamastack.python;

import static io.reprise.formats.llamastack.python.ClassShape.member;

import io.reprise.formats.llamastack.python.ClassShape.Null;
import java.util.Map;
import java.util.Optional;

/** The classes of the OpenAI (2.x) and Ollama clients for Python whose objects occur in recordings. */
public final class ClassShapes {
    static final String CHAT_CHUNK = "openai.types.chat.chat_completion_chunk.ChatCompletionChunk";
    static final String CHAT = "openai.types.chat.chat_completion.ChatCompletion";
    static final String COMPLETION = "openai.types.completion.Completion";
    static final String EMBEDDINGS = "openai.types.create_embedding_response.CreateEmbeddingResponse";
    static final String MODEL = "openai.types.model.Model";
    public static final String OLLAMA = "ollama._types.";

    private static final ClassShape USAGE = ClassShape.of(
            member("completion_tokens"),
            member("prompt_tokens"),
            member("total_tokens"),
            member(
                    "completion_tokens_details",
                    Null.ABSENT,
                    ClassShape.of(
                            member("accepted_prediction_tokens"),
                            member("audio_tokens"),
                            member("reasoning_tokens"),
                            member("rejected_prediction_tokens"))),
            member(
                    "prompt_tokens_details",
                    Null.ABSENT,
                    ClassShape.of(member("audio_tokens"), member("cached_tokens"))));

    private static final ClassShape TOKEN = ClassShape.of(
            member("token"),
            member("bytes", Null.SENT),
            member("logprob"),
            member(
                    "top_logprobs",
                    Null.ABSENT,
                    ClassShape.of(member("token"), member("bytes", Null.SENT), member("logprob"))));

    private static final ClassShape LOGPROBS =
            ClassShape.of(member("content", Null.SENT, TOKEN), member("refusal", Null.SENT, TOKEN));

    private static final ClassShape FUNCTION = ClassShape.of(member("arguments"), member("name"));

    private static final ClassShape DELTA = ClassShape.of(
            member("content", Null.SENT_WITH_ROLE),
            member("function_call", Null.ABSENT, FUNCTION),
            member("refusal", Null.SENT_WITH_ROLE_BY_OPENAI),
            member("role"),
            member(
                    "tool_calls",
                    Null.ABSENT,
                    ClassShape.of(
                            member("index"), member("id"), member("function", Null.ABSENT, FUNCTION), member("type"))));

    private static final ClassShape MESSAGE = ClassShape.of(
            member("content", Null.SENT),
            member("refusal", Null.SENT_BY_OPENAI_AND_VLLM),
            member("role"),
            member("annotations"),
            member("audio"),
            member("function_call", Null.ABSENT, FUNCTION),
            member(
                    "tool_calls",
                    Null.ABSENT,
                    ClassShape.of(member("id"), member("function", Null.ABSENT, FUNCTION), member("type"))));

    private static final ClassShape CHAT_CHUNK_SHAPE = ClassShape.of(
            member("id"),
            member(
                    "choices",
                    Null.ABSENT,
                    ClassShape.of(
                            member("delta", Null.ABSENT, DELTA),
                            member("finish_reason", Null.SENT),
                            member("index"),
                            member("logprobs", Null.SENT_BY_OPENAI_AND_VLLM, LOGPROBS))),
            member("created"),
            member("model"),
            member("object"),
            member("service_tier"),
            member("system_fingerprint", Null.SENT_BY_OPENAI),
            member("usage", Null.SENT_WHERE_USAGE_FOLLOWS, USAGE));

    private static final ClassShape CHAT_SHAPE = ClassShape.of(
            member("id"),
            member(
                    "choices",
                    Null.ABSENT,
                    ClassShape.of(
                            member("finish_reason", Null.SENT),
                            member("index"),
                            member("logprobs", Null.SENT_BY_OPENAI_AND_VLLM, LOGPROBS),
                            member("message", Null.ABSENT, MESSAGE))),
            member("created"),
            member("model"),
            member("object"),
            member("service_tier"),
            member("system_fingerprint", Null.SENT_BY_OPENAI),
            member("usage", Null.ABSENT, USAGE));

    private static final ClassShape COMPLETION_SHAPE = ClassShape.of(
            member("id"),
            member(
                    "choices",
                    Null.ABSENT,
                    ClassShape.of(
                            member("finish_reason", Null.SENT),
                            member("index"),
                            member("logprobs", Null.SENT_BY_OPENAI_AND_VLLM),
                            member("text"))),
            member("created"),
            member("model"),
            member("object"),
            member("system_fingerprint"),
            member("usage", Null.SENT_WHERE_USAGE_FOLLOWS, USAGE));

    private static final ClassShape EMBEDDINGS_SHAPE = ClassShape.of(
            member("data", Null.ABSENT, ClassShape.of(member("embedding"), member("index"), member("object"))),
            member("model"),
            member("object"),
            member("usage", Null.ABSENT, ClassShape.of(member("prompt_tokens"), member("total_tokens"))));

    private static final ClassShape MODEL_SHAPE =
            ClassShape.of(member("id"), member("created"), member("object"), member("owned_by"));

    private static final Map<String, ClassShape> OPENAI = Map.of(
            CHAT_CHUNK, CHAT_CHUNK_SHAPE,
            CHAT, CHAT_SHAPE,
            COMPLETION, COMPLETION_SHAPE,
            EMBEDDINGS, EMBEDDINGS_SHAPE,
            MODEL, MODEL_SHAPE);

    private ClassShapes() {}

    /** The shape of a class, by its full name; empty if it is not known. */
    public static Optional<ClassShape> of(String type) {
        return type.startsWith(OLLAMA)
                ? OllamaShapes.of(type.substring(OLLAMA.length()))
                : Optional.ofNullable(OPENAI.get(type));
    }
}

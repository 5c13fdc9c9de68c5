package io.reprise.formats.llamastack.python;

import static io.reprise.formats.llamastack.python.ClassShape.member;

import io.reprise.formats.llamastack.python.ClassShape.Null;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The classes of the Ollama client for Python. They drop what they do not declare, and Ollama sends no nulls. */
final class OllamaShapes {
    private static final ClassShape DETAILS = ClassShape.of(
            member("parent_model"),
            member("format"),
            member("family"),
            member("families"),
            member("parameter_size"),
            member("quantization_level"));

    private static final ClassShape TOOL_CALL =
            ClassShape.of(member("function", Null.ABSENT, ClassShape.of(member("name"), member("arguments"))));

    private static final ClassShape MESSAGE = ClassShape.of(
            member("role"),
            member("content"),
            member("thinking"),
            member("images"),
            member("tool_calls", Null.ABSENT, TOOL_CALL));

    private static final Map<String, ClassShape> SHAPES = Map.of(
            "ChatResponse", generated(member("message", Null.ABSENT, MESSAGE)),
            "GenerateResponse", generated(member("response"), member("thinking"), member("context")),
            "EmbedResponse", generated(member("embeddings")),
            "EmbeddingsResponse", ClassShape.of(member("embedding")),
            "ProgressResponse", ClassShape.of(member("status"), member("completed"), member("total"), member("digest")),
            "StatusResponse", ClassShape.of(member("status")),
            "ListResponse",
                    ClassShape.of(member(
                            "models",
                            Null.ABSENT,
                            ClassShape.of(
                                    member("model"),
                                    member("modified_at"),
                                    member("digest"),
                                    member("size"),
                                    member("details", Null.ABSENT, DETAILS)))),
            "ProcessResponse",
                    ClassShape.of(member(
                            "models",
                            Null.ABSENT,
                            ClassShape.of(
                                    member("model"),
                                    member("name"),
                                    member("digest"),
                                    member("expires_at"),
                                    member("size"),
                                    member("size_vram"),
                                    member("details", Null.ABSENT, DETAILS)))));

    private OllamaShapes() {}

    static Optional<ClassShape> of(String name) {
        return Optional.ofNullable(SHAPES.get(name));
    }

    /** What all generated answers have, and then what one kind of them has. */
    private static ClassShape generated(ClassShape.Member... own) {
        List<ClassShape.Member> members = new ArrayList<>(List.of(
                member("model"),
                member("created_at"),
                member("done"),
                member("done_reason"),
                member("total_duration"),
                member("load_duration"),
                member("prompt_eval_count"),
                member("prompt_eval_duration"),
                member("eval_count"),
                member("eval_duration")));
        members.addAll(List.of(own));
        return new ClassShape(members);
    }
}

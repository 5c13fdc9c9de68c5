package io.reprise.formats.llamastack.python;

import java.util.List;
import java.util.Optional;

/**
 * The members that a Python class declares, in their order. Python writes all of them, absent ones as {@code null}.
 * Other members of the answer follow unchanged.
 */
public record ClassShape(List<Member> members) {
    /** When the API itself sent {@code null} for a declared member, instead of leaving it out. */
    enum Null {
        ABSENT,
        SENT,
        /** By OpenAI and Azure. */
        SENT_BY_OPENAI,
        /** By OpenAI, Azure and vLLM. */
        SENT_BY_OPENAI_AND_VLLM,
        /** By OpenAI and Azure in all chunks but the last, if the request wants usage in the last. */
        SENT_WHERE_USAGE_FOLLOWS,
        /** In the chunk that begins a message. */
        SENT_WITH_ROLE,
        /** In the chunk that begins a message, by OpenAI and Azure. */
        SENT_WITH_ROLE_BY_OPENAI
    }

    record Member(String name, Null whenNull, Optional<ClassShape> shape) {}

    static Member member(String name) {
        return new Member(name, Null.ABSENT, Optional.empty());
    }

    static Member member(String name, Null whenNull) {
        return new Member(name, whenNull, Optional.empty());
    }

    /** A member that holds objects of a known class, or a list of them. */
    static Member member(String name, Null whenNull, ClassShape shape) {
        return new Member(name, whenNull, Optional.of(shape));
    }

    static ClassShape of(Member... members) {
        return new ClassShape(List.of(members));
    }

    Optional<Member> named(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }
}

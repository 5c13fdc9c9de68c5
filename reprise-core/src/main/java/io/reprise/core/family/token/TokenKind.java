package io.reprise.core.family.token;

/** A kind of tokens that an answer counts on its own, because it has a price of its own. */
public enum TokenKind {
    /** Of the request, without those that have a kind of their own. */
    INPUT,
    /** Of the answer, without those that have a kind of their own. */
    OUTPUT,
    /** Of the request, read from a cache. */
    CACHED_INPUT,
    /** Of the request, written to a cache. */
    CACHE_WRITE,
    /** Of the request, written to a cache that keeps them for an hour. */
    CACHE_WRITE_HOUR,
    /** Of the request, sound that was not read from a cache. */
    AUDIO_INPUT,
    /** Of those read from a cache, sound. */
    CACHED_AUDIO_INPUT,
    AUDIO_OUTPUT,
    IMAGE_OUTPUT,
    /** Of the answer, not shown; they cost what others of the answer cost, unless a price says something else. */
    REASONING
}

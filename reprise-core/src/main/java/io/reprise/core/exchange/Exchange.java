package io.reprise.core.exchange;

/** One request and the response to it. */
public record Exchange(Request request, Response response) {}

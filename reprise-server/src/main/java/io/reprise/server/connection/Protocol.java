package io.reprise.server.connection;

/** What a connection of a client speaks, as far as that has become clear. */
enum Protocol {
    UNKNOWN,
    HTTP_1,
    HTTP_2,
    /** After an upgrade. */
    OTHER
}

package io.reprise.cli;

import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;

/** A recording that was read from a file or a git revision, not through a store. */
record LoadedRecording(String location, Recording recording, Question question) implements Store.Entry {}

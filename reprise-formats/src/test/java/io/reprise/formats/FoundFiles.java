package io.reprise.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.store.Recording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a format finds, for tests. */
public final class FoundFiles {
    private FoundFiles() {}

    /** All that is found at {@code path} by this format alone. */
    public static List<Found> of(Format format, Path path) {
        List<Found> found = new ArrayList<>();
        new Formats(List.of(format)).open(path).forEach(found::add);
        return found;
    }

    /** The recording that it was converted to. */
    public static Recording recording(Found found) {
        assertThat(found).isInstanceOf(Found.Converted.class);
        return ((Found.Converted) found).recording();
    }
}

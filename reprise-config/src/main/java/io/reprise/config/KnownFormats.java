package io.reprise.config;

import io.reprise.formats.Formats;
import io.reprise.formats.llamastack.LlamaStackFormat;
import io.reprise.formats.txtar.TxtarFormat;
import java.util.List;

/** The formats of other tools that this program supports. */
public final class KnownFormats {
    private KnownFormats() {}

    public static Formats all() {
        return new Formats(List.of(new TxtarFormat(), new LlamaStackFormat()));
    }
}

package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import java.util.Base64;
import java.util.Optional;

/** The bytes of a medium that is part of a recording. */
public final class MediaBytes {
    private MediaBytes() {}

    /** Empty for what is elsewhere, or no base64. */
    public static Optional<Bytes> of(MessagePart.Media media) {
        if (media.source() instanceof MessagePart.Source.Here here) {
            return Optional.of(here.bytes());
        }
        return media.source() instanceof MessagePart.Source.Base64 base64 ? decoded(base64.text()) : Optional.empty();
    }

    /** With line ends, or in the alphabet for URLs, as some clients write it (RFC 4648, 5). */
    private static Optional<Bytes> decoded(String base64) {
        try {
            String usual = base64.replace('-', '+').replace('_', '/');
            byte[] bytes = Base64.getMimeDecoder().decode(usual);
            return bytes.length == 0 ? Optional.empty() : Optional.of(Bytes.owning(bytes));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}

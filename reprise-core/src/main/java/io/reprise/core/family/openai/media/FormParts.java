package io.reprise.core.family.openai.media;

import io.reprise.core.content.Multipart;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.part.Forms;
import java.util.List;
import java.util.OptionalLong;

/** What a form sends, for people. */
public final class FormParts {
    private FormParts() {}

    /** The files of a form: their types and sizes. */
    public static List<MessagePart> files(ParsedRequest request) {
        return Forms.parts(request).stream()
                .filter(part -> !Forms.fileName(part).isEmpty())
                .map(FormParts::media)
                .toList();
    }

    /** The name of the first file; empty if there is none. */
    public static String fileName(ParsedRequest request) {
        return Forms.parts(request).stream()
                .map(Forms::fileName)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static MessagePart media(Multipart.Part part) {
        String type = part.headers().getOrDefault("content-type", "");
        boolean isTold = !type.isEmpty() && !type.equals("application/octet-stream");
        return new MessagePart.Media(
                isTold ? type : Forms.fileName(part),
                OptionalLong.of(part.content().size()));
    }
}

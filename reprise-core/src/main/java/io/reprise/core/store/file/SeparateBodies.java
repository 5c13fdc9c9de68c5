package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.store.file.member.MemberLines;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Decides which bodies of a recording have files of their own, and collects them while the recording is written. */
final class SeparateBodies {
    /** The member that names the file. */
    static final String NAME = "file";

    /** From so many bytes on, base64 is more than a person wants to scroll over. */
    static final int LARGE = 64 << 10;

    private static final int DIGITS = 8;

    private final Optional<String> stem;
    private final List<BodyFile> files = new ArrayList<>();

    /** @param stem the beginning of the files' names; without one, no body has a file of its own */
    SeparateBodies(Optional<String> stem) {
        this.stem = stem;
    }

    List<BodyFile> files() {
        return files;
    }

    /** Whether this body has a file of its own: it is large, and no text. */
    boolean take(Bytes body) {
        return stem.isPresent() && body.size() >= LARGE && !body.isText();
    }

    /** Writes the member that stands for the body. */
    void write(Bytes body, String contentType, MemberLines lines) {
        String digest = digest(body);
        String name = BodyFile.name(stem.orElse(""), digest.substring(0, DIGITS), contentType);
        if (files.stream().noneMatch(file -> file.name().equals(name))) {
            files.add(new BodyFile(name, body));
        }
        lines.object(NAME);
        lines.member("name", name);
        lines.member("size", body.size());
        lines.member("sha256", digest);
        lines.endObject();
    }

    /** The body for which that member stands. */
    static Bytes read(FileValue member, BodyFiles beside) {
        String name = member.require("name").text();
        if (!BodyFile.isName(name)) {
            throw member.wrong("has a 'name' that is not the name of a file beside the recording");
        }
        long size = member.require("size").number(0, Integer.MAX_VALUE);
        String digest = member.require("sha256").text();
        Bytes content = beside.read(name);
        if (content.size() != size || !digest.equalsIgnoreCase(digest(content))) {
            throw member.wrong("names '" + name + "', whose content is not what was recorded; restore that file");
        }
        return content;
    }

    private static String digest(Bytes bytes) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes.buffer());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
